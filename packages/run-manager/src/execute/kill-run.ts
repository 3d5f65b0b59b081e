import { MoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import { finishRun } from "./finish-run.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine } from "./stop-run.ts";

/**
 * Sends a signal to a run's command. SIGKILL cannot be ignored: then it waits for the end, and what is left is brought
 * home. Returns the record as it is afterwards.
 *
 * @throws `RUN_NOT_FOUND`, `RUN_AMBIGUOUS`, `RUN_NOT_RUNNING`, `ENGINE_UNREACHABLE`.
 */
export async function killRun(context: RunContext, reference: string, signal: string): Promise<RunRecord> {
  const { runtime, store } = context;
  const record = await store.find(reference);
  if (isTerminal(record.state)) throw notRunning(record);
  await requireOwnEngine(context, record);
  const container = await findContainerOf(runtime, record);
  if (container?.state.phase !== "running" && container?.state.phase !== "paused") throw notRunning(record);
  await runtime.containers.signal(container.id, signal);
  if (signal !== "SIGKILL") return record;
  const exit = await runtime.containers.wait(container.id);
  return await finishRun(context, { ...record, containerId: container.id }, exit);
}

function notRunning({ id, name, state }: RunRecord): MoatError {
  return new MoatError("RUN_NOT_RUNNING", `The run ${name} is not running: it is ${state.status}.`, {
    hint: `See what became of it: moat inspect ${id}`,
    details: { id, status: state.status },
  });
}
