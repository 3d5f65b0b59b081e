import { setTimeout } from "node:timers/promises";
import { isMoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import { finishRun } from "./finish-run.ts";
import { reconcileRuns } from "./reconcile-runs.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine } from "./stop-run.ts";

/** How often a run is looked at that has no container to wait for: it is being made, or being finished by another. */
const LOOK_MS = 200;

/**
 * Waits until a run has ended and its output and exit code are in its record, which it returns. Throws `RUN_NOT_FOUND`,
 * also when it is removed meanwhile; `ENGINE_UNREACHABLE`.
 */
export async function waitRun(context: RunContext, reference: string): Promise<RunRecord> {
  const { runtime, store } = context;
  const { id } = await store.find(reference);
  for (;;) {
    const record = await store.read(id);
    if (isTerminal(record.state)) return record;
    await requireOwnEngine(context, record);
    const container = await findContainerOf(runtime, record);
    if (container === undefined || container.state.phase === "created") {
      // Its process may be dead: then nobody but us will ever say so.
      await reconcileRuns(context);
      await setTimeout(LOOK_MS);
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
