import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { CallOptions, ContainerExit, WaitOptions } from "@moat/core";
import { toContainerInfo } from "../docker-to-state.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { containerPath, inspectRaw } from "./inspect-container.ts";

/** What {@link waitForExit} takes. */
export interface ExitOptions extends WaitOptions {
  /** Given for a container that is not started before this is called: it is not looked at before it has ended. */
  readonly onRegistered?: () => void;
}

/** A start waits for it; what stands between moat and the engine may hold back an answer that has no end yet. */
const REGISTER_TIMEOUT_MS = 3_000;

/** Waits for a container's process to end, whatever happens to the engine meanwhile. Throws `CONTAINER_NOT_FOUND`. */
export async function waitForExit(client: EngineClient, id: string, options: ExitOptions): Promise<ContainerExit> {
  const { onRegistered, onGap } = options;
  for (let isFirst = true; ; isFirst = false) {
    const isNew = isFirst && onRegistered !== undefined;
    if (!isNew) {
      const before = await exitOf(client, id, options);
      if (before !== undefined) return before;
      // It ended, and somebody started it again.
      if (!isFirst) onGap?.();
    }
    // Headers received means registered; an end before that is seen by the second look.
    const response = await client.stream({
      method: "POST",
      path: containerPath(id, "wait"),
      query: { condition: "next-exit" },
      operation: `wait for the container ${id}`,
      notFound: "CONTAINER_NOT_FOUND",
      signal: options.signal,
      ...(isNew ? { timeoutMs: REGISTER_TIMEOUT_MS } : {}),
    });
    const abort = () => response.destroy();
    options.signal?.addEventListener("abort", abort, { once: true });
    try {
      if (isNew) onRegistered();
      else {
        const after = await exitOf(client, id, options);
        if (after !== undefined) return after;
      }
      // However this ends (an answer, a dead engine, an abort), only the next look at the container decides.
      if (!(await isAnswered(response))) onGap?.();
    } finally {
      options.signal?.removeEventListener("abort", abort);
      response.destroy();
    }
  }
}

async function exitOf(client: EngineClient, id: string, options: CallOptions): Promise<ContainerExit | undefined> {
  const { state } = toContainerInfo(await inspectRaw(client, id, options));
  return state.phase === "exited" ? state.exit : undefined;
}

/** Whether the engine itself said that the process has ended: one that is shut down says nothing, or that it was kept from waiting. */
async function isAnswered(response: IncomingMessage): Promise<boolean> {
  try {
    const answer: { readonly StatusCode?: unknown; readonly Error?: unknown } = JSON.parse(await text(response));
    return typeof answer.StatusCode === "number" && (answer.Error === undefined || answer.Error === null);
  } catch {
    return false;
  }
}
