import { type LogEntry, type LogOptions, type Runtime, isMoatError } from "@moat/core";
import { readLogFile } from "../log/log-file.ts";
import { readingLog } from "../log/log-readers.ts";
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
  // Before the first look: whoever finishes the run then saves the engine's own entries.
  await using _reading = await readingLog(logPath);
  const passed = { stdout: 0, stderr: 0 };
  let first: LogEntry | undefined;
  try {
    for await (const entry of streams.logs(containerId, options)) {
      first ??= entry;
      passed[entry.stream] += entry.data.length;
      yield entry;
    }
    if (options.signal?.aborted !== true) await containers.inspect(containerId);
  } catch (error) {
    if (!isMoatError(error, "CONTAINER_NOT_FOUND")) throw error;
    let isFound = false;
    if (first !== undefined)
      for await (const entry of behind(readLogFile(logPath, { tail: "all" }), first, passed.stdout + passed.stderr)) {
        isFound = true;
        if (entry.data.length > 0) yield entry;
      }
    // Nothing was read, or it was already being finished then, with the output as it came through: there nothing came any more.
    if (!isFound) yield* without(readLogFile(logPath, { tail: options.tail, since: options.since }), passed);
  }
}

/** All but the first so many bytes of each stream. */
async function* without(
  entries: AsyncIterable<LogEntry>,
  passed: { stdout: number; stderr: number },
): AsyncGenerator<LogEntry> {
  for await (const entry of entries) {
    const known = Math.min(passed[entry.stream], entry.data.length);
    passed[entry.stream] -= known;
    if (known < entry.data.length) yield { ...entry, data: entry.data.subarray(known) };
  }
}

/**
 * What comes so many bytes after the beginning of an entry. Both copies have the same entries in the same order; of the
 * first one that was given out the beginning may have been cut off. Nothing at all where the first one is not found; else there may be
 * entries without bytes.
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
    yield { ...entry, data };
  }
}

function isSame(whole: LogEntry, cut: LogEntry): boolean {
  if (whole.time !== cut.time || whole.stream !== cut.stream || whole.data.length < cut.data.length) return false;
  return Buffer.from(whole.data.subarray(whole.data.length - cut.data.length)).equals(cut.data);
}
