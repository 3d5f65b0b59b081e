import { type CallOptions, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { containerPath } from "./inspect-container.ts";

/** Ending a process by force, and its file system with it, may take long on a busy disk. */
export const REMOVE_TIMEOUT_MS = 60_000;

/** Removes a container by force; one that is gone, or being removed by somebody else, is as good as removed. */
export async function removeContainer(client: EngineClient, id: string, options: CallOptions = {}): Promise<void> {
  try {
    await client.json({
      method: "DELETE",
      path: containerPath(id),
      query: { force: true, v: true },
      operation: `remove the container ${id}`,
      notFound: "CONTAINER_NOT_FOUND",
      timeoutMs: REMOVE_TIMEOUT_MS,
      signal: options.signal,
    });
  } catch (error) {
    if (isMoatError(error, "CONTAINER_NOT_FOUND")) return;
    const beingRemoved = isMoatError(error, "CONTAINER_STATE") && /already in progress/.test(error.message);
    if (!beingRemoved) throw error;
  }
}
