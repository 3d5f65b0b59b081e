import { type LogEntry, type LogOptions, type Runtime, isMoatError } from "@moat/core";
import { readLogFile } from "../log/log-file.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine } from "./stop-run.ts";

/**
 * Reads what a run has written: from its own record once it has ended, from its engine before. The runtime is opened
 * only when it is needed, so that the output of ended runs can be read without any engine.
 *
 * @throws `RECORD_UNREADABLE`, and what the runtime's `logs` throws where the engine is asked.
 */
export async function* readRunLogs(
  record: RunRecord,
  open: () => Promise<RunContext>,
  logPath: string,
  options: LogOptions,
): AsyncGenerator<LogEntry> {
  if (!isTerminal(record.state)) {
    const context = await open();
    await requireOwnEngine(context, record);
    const container = await findContainerOf(context.runtime, record);
    if (container !== undefined) {
      const { runtime } = context;
      yield* readOn(runtime, container.id, options, logPath);
      return;
    }
  }
  yield* readLogFile(logPath, { tail: options.tail, since: options.since });
}

/**
 * Reads from the engine, and where the run is finished and its container removed meanwhile, goes on in the run's own
 * copy, which is whole by then: the engine ends such a stream as if that were all.
 */
async function* readOn(
  { streams, containers }: Runtime,
  containerId: string,
  options: LogOptions,
  logPath: string,
): AsyncGenerator<LogEntry> {
  let first: LogEntry | undefined;
  let passedBytes = 0;
  try {
    for await (const entry of streams.logs(containerId, options)) {
      first ??= entry;
      passedBytes += entry.data.length;
      yield entry;
    }
    if (options.signal?.aborted !== true) await containers.inspect(containerId);
  } catch (error) {
    if (!isMoatError(error, "CONTAINER_NOT_FOUND")) throw error;
    if (first === undefined) yield* readLogFile(logPath, { tail: options.tail, since: options.since });
    else yield* behind(readLogFile(logPath, { tail: "all" }), first, passedBytes);
  }
}

/**
 * What comes so many bytes after the beginning of an entry. Both copies have the same entries in the same order; of the
 * first one that was given out the beginning may have been cut off.
 */
async function* behind(
  entries: AsyncIterable<LogEntry>,
  first: LogEntry,
  passedBytes: number,
): AsyncGenerator<LogEntry> {
  let skip: number | undefined;
  for await (const entry of entries) {
    if (skip === undefined && isSame(entry, first)) skip = passedBytes + entry.data.length - first.data.length;
    if (skip === undefined) continue;
    const data = entry.data.subarray(skip);
    skip -= Math.min(skip, entry.data.length);
    if (data.length > 0) yield { ...entry, data };
  }
}

function isSame(whole: LogEntry, cut: LogEntry): boolean {
  if (whole.time !== cut.time || whole.stream !== cut.stream || whole.data.length < cut.data.length) return false;
  return Buffer.from(whole.data.subarray(whole.data.length - cut.data.length)).equals(cut.data);
}
