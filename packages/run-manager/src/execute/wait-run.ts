import { setTimeout } from "node:timers/promises";
import { isMoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import { finishRun } from "./finish-run.ts";
import { isOwnerAlive } from "./is-owner-alive.ts";
import { reconcileRun } from "./reconcile-runs.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine } from "./stop-run.ts";

/**
 * How often a run is looked at that has no container to wait for: it is being made, or being finished by another. Ever
 * less often, for an image may have to be fetched from far away, by an engine that is far away itself.
 */
const FIRST_LOOK_MS = 200;
const LAST_LOOK_MS = 2_000;

/**
 * Waits until a run has ended and its output and exit code are in its record, which it returns.
 *
 * @throws `RUN_NOT_FOUND`, also when it is removed meanwhile; `ENGINE_UNREACHABLE`.
 */
export async function waitRun(context: RunContext, reference: string): Promise<RunRecord> {
  const { runtime, store } = context;
  const { id } = await store.find(reference);
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(lookMs * 1.5, LAST_LOOK_MS)) {
    const record = await store.read(id);
    if (isTerminal(record.state)) return record;
    await requireOwnEngine(context, record);
    const container = await findContainerOf(runtime, record);
    if (container === undefined || container.state.phase === "created") {
      // Where its process is dead, nobody but us will ever say so.
      if (isOwnerAlive(record)) await setTimeout(lookMs);
      else await reconcileRun(context, record);
      continue;
    }
    try {
      const exit = await runtime.containers.wait(container.id);
      return await finishRun(context, { ...record, containerId: container.id }, exit);
    } catch (error) {
      // Another process has finished it and removed the container: its record says so.
      if (!isMoatError(error, "CONTAINER_NOT_FOUND")) throw error;
    }
  }
}
