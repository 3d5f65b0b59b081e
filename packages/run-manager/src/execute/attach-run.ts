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
  /** When the attachment was asked for, in milliseconds: what was written before is in the engine's log only. */
  readonly attachedAtMs: number;
}

/** What attaching needs beside the run. */
export interface AttachRunOptions extends CallOptions {
  /** Whether the command's input is connected. Without a terminal, it ends when this is let go of. */
  readonly input: boolean;
}

/**
 * Connects to a run that is going on, whoever started it. Throws `RUN_NOT_RUNNING` when it has ended, or has not begun;
 * `ENGINE_UNREACHABLE` when its own engine cannot be asked.
 */
export async function attachRun(
  context: RunContext,
  record: RunRecord,
  options: AttachRunOptions,
): Promise<AttachedRun> {
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
  const attachedAtMs = Date.now();
  try {
    const attachment = await context.runtime.streams.attach(container.id, options);
    return { record: { ...record, containerId: container.id }, attachment, attachedAtMs };
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
