import { type TerminalSize, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { containerPath } from "./inspect-container.ts";

/** Tells a container's terminal its size; a container that is not running, or a size that is not known, is no error. */
export async function resizeTerminal(client: EngineClient, id: string, size: TerminalSize): Promise<void> {
  if (size.columns === 0 || size.rows === 0) return;
  try {
    await client.json({
      method: "POST",
      path: containerPath(id, "resize"),
      query: { h: size.rows, w: size.columns },
      operation: `resize the terminal of the container ${id}`,
      notFound: "CONTAINER_NOT_FOUND",
    });
  } catch (error) {
    // Not started yet, or ended already: the size no longer matters.
    if (!isMoatError(error, "CONTAINER_STATE", "CONTAINER_NOT_FOUND", "ENGINE_FAILED", "RUNTIME_REFUSED")) throw error;
  }
}
