import { MoatError, isMoatError } from "@moat/core";
import { isRunId } from "../run-id.ts";
import { LABELS } from "../run-labels.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine, stopRun } from "./stop-run.ts";

/** How a run is removed. */
export interface RemoveOptions {
  /** Ends a live run first, and forgets one whose record cannot be read. */
  readonly force: boolean;
}

/** What was removed. */
export interface RemovedRun {
  readonly id: string;
  /** Empty when its record could not be read. */
  readonly name: string;
}

/**
 * Removes a run: its container where there is one, and then its record and log. Killed in between, it can be done
 * again. The engine is asked only where it may have something of the run.
 *
 * @throws `RUN_NOT_FOUND`, `RUN_AMBIGUOUS`; `RUN_LIVE` and `RECORD_UNREADABLE` unless forced; `ENGINE_UNREACHABLE`, and
 *   then nothing is removed.
 */
export async function removeRun(
  open: () => Promise<RunContext>,
  store: RunContext["store"],
  reference: string,
  { force }: RemoveOptions,
): Promise<RemovedRun> {
  let record: RunRecord;
  try {
    record = await store.find(reference);
  } catch (error) {
    if (!force || !isMoatError(error, "RECORD_UNREADABLE") || !isRunId(reference)) throw error;
    return await forgetUnreadable(await open(), reference);
  }
  if (!isTerminal(record.state)) {
    if (!force) throw stillLive(record);
    ({ record } = await stopRun(await open(), record.id, 0));
  }
  const isSettled = !(await store.liveIds()).includes(record.id);
  if (record.keep || !isSettled) await removeContainer(await open(), record);
  await store.remove(record.id);
  return { id: record.id, name: record.name };
}

async function removeContainer(context: RunContext, record: RunRecord): Promise<void> {
  if (record.engineId === "") return;
  await requireOwnEngine(context, record);
  const container = await findContainerOf(context.runtime, record);
  if (container !== undefined) await context.runtime.containers.remove(container.id);
}

/** Nobody knows which engine it was in; what this one has of it goes too, for nothing else would ever find it. */
async function forgetUnreadable({ runtime, store }: RunContext, id: string): Promise<RemovedRun> {
  const installation = await store.readInstallation();
  const labels = { [LABELS.installation]: installation, [LABELS.run]: id };
  for (const container of await runtime.containers.list({ labels })) await runtime.containers.remove(container.id);
  await store.remove(id);
  return { id, name: "" };
}

function stillLive({ id, name, state }: RunRecord): MoatError {
  return new MoatError("RUN_LIVE", `The run ${name} is ${state.status}, and only a run that has ended is removed.`, {
    hint: `Stop it first: moat stop ${id}\nOr end it and remove it at once: moat remove --force ${id}`,
    details: { id, status: state.status },
  });
}
