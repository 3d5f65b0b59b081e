import { type OutputChunk, isMoatError } from "@moat/core";
import type { AttachedRun } from "./attach-run.ts";
import { overlapStart } from "./overlap-start.ts";
import { readAhead } from "./read-ahead.ts";
import type { RunContext } from "./run-context.ts";

/** What is kept of the live output while the log is read; then the command waits. */
const AHEAD_BYTES = 1024 * 1024;
/** How long live output may take to catch up with the log. */
const CATCH_UP_MS = 250;

/**
 * Reads what a run with a terminal has written before it was attached to, and gives it to `see`; returns what comes after
 * that, without a gap.
 *
 * The attachment stands before the log is read, so whatever the log lacks is in the attachment, but for a last line
 * that had no end yet when it was made: the engine logs whole lines. What is in both, since it was written between the
 * two, is found by comparing, and comes once.
 */
export async function joinHistory(
  context: RunContext,
  { record, attachment, attachedAtMs }: AttachedRun,
  see: (data: Uint8Array) => void,
): Promise<AsyncIterable<OutputChunk>> {
  const live = readAhead(attachment.output, AHEAD_BYTES);
  const recent: Uint8Array[] = [];
  try {
    for await (const { time, data } of context.runtime.streams.logs(record.containerId, {
      follow: false,
      tail: "all",
    })) {
      if (recent.length === 0 && Date.parse(time) < attachedAtMs) see(data);
      else recent.push(data);
    }
  } catch (error) {
    // The run has ended meanwhile and was removed, or its log cannot be read: what is live is still worth having.
    if (!isMoatError(error, "CONTAINER_NOT_FOUND", "ENGINE_FAILED")) throw error;
    context.diagnostics.debug(`could not read what ${record.name} wrote before: ${error.message}`);
  }
  const both = Buffer.concat(recent);
  await live.reaches(both.length, CATCH_UP_MS);
  see(both.subarray(0, overlapStart(both, live.waiting())));
  return live.output;
}
