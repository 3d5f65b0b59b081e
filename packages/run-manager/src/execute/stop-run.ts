import { type ContainerExit, MoatError, isMoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { engineHint } from "./engine-hint.ts";
import { findContainerOf } from "./find-container.ts";
import { finishRun } from "./finish-run.ts";
import { isOwnerAlive } from "./is-owner-alive.ts";
import type { RunContext } from "./run-context.ts";

/** What stopping found. */
export interface Stopped {
  readonly record: RunRecord;
  /** False when the run had ended before. */
  readonly wasLive: boolean;
}

/**
 * Ends a run: SIGTERM, then SIGKILL after the grace. When it returns the command has ended and its output and exit code
 * are in the record.
 *
 * @throws `RUN_NOT_FOUND`, `RUN_AMBIGUOUS`; `ENGINE_UNREACHABLE` when the run's own engine cannot be asked, and then
 *   nothing is written.
 */
export async function stopRun(context: RunContext, reference: string, graceMs: number): Promise<Stopped> {
  const { runtime, store } = context;
  const record = await store.find(reference);
  if (isTerminal(record.state)) return { record, wasLive: false };
  await requireOwnEngine(context, record);
  const container = await findContainerOf(runtime, record);
  if (container === undefined || container.state.phase === "created") {
    return { record: await endUnstarted(context, record, container?.id), wasLive: true };
  }
  await store.update(record.id, (now) => ({ ...now, state: { status: "stopping" } }));
  await runtime.containers.stop(container.id, graceMs);
  let exit: ContainerExit;
  try {
    exit = await runtime.containers.wait(container.id);
  } catch (error) {
    // Another process has finished the run, and its record says how it ended; or somebody has removed the container.
    if (!isMoatError(error, "CONTAINER_NOT_FOUND")) throw error;
    return { record: await endUnstarted(context, record, undefined), wasLive: true };
  }
  return { record: await finishRun(context, { ...record, containerId: container.id }, exit), wasLive: true };
}

/** Ends a run whose command is not there: not yet, or, where somebody removed the container, not any more. */
async function endUnstarted(
  { runtime, store }: RunContext,
  record: RunRecord,
  containerId: string | undefined,
): Promise<RunRecord> {
  const ended = await store.update(record.id, (now) => ({
    ...now,
    finishedAt: new Date().toISOString(),
    state:
      now.state.status === "running" || now.state.status === "stopping"
        ? { status: "lost" }
        : { status: "failed", phase: "start", code: "CANCELED", message: "The run was stopped before it started." },
  }));
  if (containerId !== undefined) await runtime.containers.remove(containerId);
  // A process that is still making the run sees the record, undoes what it did, and settles the run itself.
  if (!isOwnerAlive(record)) await store.settle(record.id);
  return ended;
}

/**
 * @throws `ENGINE_UNREACHABLE` unless the engine at hand is the one that has the run's container.
 */
export async function requireOwnEngine({ runtime }: RunContext, record: RunRecord): Promise<void> {
  const engine = await runtime.ping();
  if (engine.id === record.engineId) return;
  throw new MoatError(
    "ENGINE_UNREACHABLE",
    `The run ${record.name} is in another engine than the one at ${engine.address}.`,
    {
      hint: `Say that this one is meant, and try again: ${
        runtime.name === record.runtime ? engineHint(record) : `export MOAT_RUNTIME=${record.runtime}`
      }`,
      details: { run: record.id, engineId: record.engineId, engineAddress: record.engineAddress },
    },
  );
}
