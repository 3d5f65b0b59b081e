import { MoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine } from "./stop-run.ts";

/** A run whose command runs, and the container that has it. */
export interface RunningRun {
  readonly record: RunRecord;
  readonly containerId: string;
}

/**
 * Finds a run that something is to be done inside. Throws `RUN_NOT_FOUND`, `RUN_AMBIGUOUS`, `ENGINE_UNREACHABLE` when the
 * run is in another engine, and `RUN_NOT_RUNNING` when its command does not run: an ended run's container may be there
 * still, but nothing can be run in it.
 */
export async function findRunning(context: RunContext, reference: string): Promise<RunningRun> {
  const record = await context.store.find(reference);
  if (isTerminal(record.state)) throw notRunning(record, "it has ended");
  await requireOwnEngine(context, record);
  const container = await findContainerOf(context.runtime, record);
  if (container === undefined) throw notRunning(record, "it has no container");
  if (container.state.phase === "created") throw notRunning(record, "it has not started yet");
  if (container.state.phase !== "running") throw notRunning(record, `its container is ${container.state.phase}`);
  return { record, containerId: container.id };
}

function notRunning(record: RunRecord, why: string): MoatError {
  return new MoatError("RUN_NOT_RUNNING", `The run ${record.name} is not running: ${why}.`, {
    hint: `See which runs are: moat list. What it wrote is in moat logs ${record.name}, its workspace in ${record.workspace}`,
    details: { run: record.id, status: record.state.status },
  });
}
