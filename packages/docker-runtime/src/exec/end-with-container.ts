import { once } from "node:events";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { EngineClient } from "../engine/engine-client.ts";
import { containerPath } from "../roles/inspect-container.ts";

/** Most commands are over by then, and cost no question. */
const WATCHED_AFTER_MS = 2_000;
/** So long nothing has come from a container that has ended. */
const SILENCE_MS = 1_000;

/**
 * Ends the output of a process with its container. An engine can leave it open for ever when the container ends under the
 * process: Docker 20.10 with gVisor does so once in a few hundred times. For connections that outlive a reset.
 */
export function endWithContainer(client: EngineClient, containerId: string, connection: Duplex): void {
  const over = new AbortController();
  connection.once("close", () => over.abort());
  // An engine that cannot be asked ends the connection itself.
  watch(client, containerId, connection, over.signal).catch(() => {});
}

async function watch(
  client: EngineClient,
  containerId: string,
  connection: Duplex,
  signal: AbortSignal,
): Promise<void> {
  await delay(WATCHED_AFTER_MS, undefined, { signal, ref: false });
  const response = await client.stream({
    method: "POST",
    path: containerPath(containerId, "wait"),
    query: { condition: "not-running" },
    operation: `wait for the container ${containerId}`,
    signal,
  });
  const abort = () => response.destroy();
  signal.addEventListener("abort", abort, { once: true });
  await once(response.resume(), "end", { signal });
  do {
    await delay(SILENCE_MS, undefined, { signal, ref: false });
  } while (connection.readableLength > 0);
  connection.destroy(new Error("the container has ended"));
}
