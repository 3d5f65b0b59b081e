import { type Attachment, type CallOptions, MoatError, isMoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import type { RunContext } from "./run-context.ts";
import type { StartedRun } from "./start-run.ts";
import { requireOwnEngine } from "./stop-run.ts";

/** A run that was going on before. */
export interface AttachedRun extends StartedRun {
  readonly attachment: Attachment;
}

/** What attaching needs beside the run. */
export interface AttachRunOptions extends CallOptions {
  /** Whether the command's input is connected. Without a terminal, it ends when this is let go of. */
  readonly input: boolean;
}

/**
 * Connects to a run that is going on, whoever started it.
 *
 * @throws `RUN_NOT_RUNNING` when it has ended, or has not begun; `ENGINE_UNREACHABLE` when its own engine cannot be
 *   asked.
 */
export async function attachRun(
  context: RunContext,
  record: RunRecord,
  options: AttachRunOptions,
): Promise<AttachedRun> {
  return await connect(context, await findLive(context, record), options);
}

/**
 * Finds the container of a run that is going on; the record that comes back names it.
 *
 * @throws what `attachRun` does.
 */
export async function findLive(context: RunContext, record: RunRecord): Promise<RunRecord> {
  if (isTerminal(record.state)) throw hasEnded(record);
  await requireOwnEngine(context, record);
  const container = await findContainerOf(context.runtime, record);
  if (container === undefined || container.state.phase === "exited") throw hasEnded(record);
  if (container.state.phase === "created") {
    throw new MoatError("RUN_NOT_RUNNING", `The command of the run ${record.name} has not started yet.`, {
      hint: `Try again: moat attach ${record.name}`,
      details: { run: record.id },
    });
  }
  return { ...record, containerId: container.id };
}

/** Connects to a container that was found to be live. */
export async function connect(
  { runtime }: RunContext,
  record: RunRecord,
  options: AttachRunOptions,
): Promise<AttachedRun> {
  try {
    return { record, attachment: await runtime.streams.attach(record.containerId, options) };
  } catch (error) {
    if (isMoatError(error, "CONTAINER_STATE", "CONTAINER_NOT_FOUND")) throw hasEnded(record);
    throw error;
  }
}

function hasEnded({ id, name }: RunRecord): MoatError {
  return new MoatError("RUN_NOT_RUNNING", `The run ${name} has ended.`, {
    hint: `See what it wrote: moat logs ${name}`,
    details: { run: id },
  });
}
