import { type Attachment, type CallOptions, type LogOptions, isMoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { type AttachRunOptions, type AttachedRun, connect, findLive } from "./attach-run.ts";
import { lastBytes } from "./last-bytes.ts";
import { overlapStart } from "./overlap-start.ts";
import { readAhead } from "./read-ahead.ts";
import type { RunContext } from "./run-context.ts";

/** What is kept of the live output while the end of the log is read; then the command waits. */
const AHEAD_BYTES = 1024 * 1024;
/** What two readings of the log are joined by. */
const JOINT_BYTES = 1024 * 1024;
/** The lines that are read again once the attachment stands: more than are written while one is made. */
const REREAD_LINES = 2_000;
/** How long live output may take to catch up with the log. */
const CATCH_UP_MS = 250;

/**
 * Connects to a run with a terminal, as `attachRun` does, and gives `see` what it has written before, of which nothing is
 * in the attachment's output; so there is no gap, and nothing comes twice.
 *
 * The log, which may be long, is read before anything is attached: a command waits for whoever is attached and does not
 * read. Then the attachment is made, and the log's last lines are read again. What is new in them was written in
 * between, or is in the attachment, too; all of that is found by comparing, for the engine has another clock than this
 * machine. Missing is only a last line that had no end yet when the attachment was made: the engine logs whole lines.
 *
 * @throws what {@link attachRun} throws.
 */
export async function attachWithHistory(
  context: RunContext,
  record: RunRecord,
  options: AttachRunOptions,
  see: (data: Uint8Array) => void,
): Promise<AttachedRun> {
  const live = await findLive(context, record);
  const past = lastBytes(JOINT_BYTES, see);
  await readLog(context, live, { tail: "all", push: (data) => past.push(data) }, options);
  const attached = await connect(context, live, options);
  try {
    return { ...attached, attachment: await joined(context, attached, { past: past.bytes(), see }, options) };
  } catch (error) {
    await attached.attachment[Symbol.asyncDispose]();
    throw error;
  }
}

/** Gives `see` all that is older than what comes from the attachment that is returned. */
async function joined(
  context: RunContext,
  { record, attachment }: AttachedRun,
  { past, see }: { readonly past: Buffer; readonly see: (data: Uint8Array) => void },
  options: CallOptions,
): Promise<Attachment> {
  const live = readAhead(attachment.output, AHEAD_BYTES);
  const end = lastBytes(JOINT_BYTES);
  await readLog(context, record, { tail: REREAD_LINES, push: (data) => end.push(data) }, options);
  see(past);
  const recent = newIn(end.bytes(), past);
  await live.reaches(recent.length, CATCH_UP_MS);
  see(recent.subarray(0, overlapStart(recent, live.waiting())));
  return withOutput(attachment, live.output);
}

/** What the end of a log has that an earlier reading of it, `past`, had not yet. */
function newIn(end: Buffer, past: Buffer): Buffer {
  // A log only grows, so that all of the earlier reading that is this late is in the later one.
  const near = past.subarray(Math.max(0, past.length - end.length));
  return end.subarray(near.length - overlapStart(near, end));
}

async function readLog(
  { runtime, diagnostics }: RunContext,
  { containerId, name }: RunRecord,
  { tail, push }: Pick<LogOptions, "tail"> & { readonly push: (data: Uint8Array) => void },
  options: CallOptions,
): Promise<void> {
  try {
    for await (const { data } of runtime.streams.logs(containerId, { ...options, follow: false, tail })) push(data);
  } catch (error) {
    // The run has ended meanwhile and was removed, or its log cannot be read: what is live is still worth having.
    if (!isMoatError(error, "CONTAINER_NOT_FOUND", "ENGINE_FAILED")) throw error;
    diagnostics.debug(`could not read what ${name} wrote before: ${error.message}`);
  }
}

function withOutput(attachment: Attachment, output: Attachment["output"]): Attachment {
  return {
    output,
    write: (data) => attachment.write(data),
    endInput: () => attachment.endInput(),
    resize: (size) => attachment.resize(size),
    [Symbol.asyncDispose]: () => attachment[Symbol.asyncDispose](),
  };
}
