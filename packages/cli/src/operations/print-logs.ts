import type { LogEntry } from "@moat/core";
import { droppedBytes, isTerminal, readRunLogs } from "@moat/run-manager";
import { LineStamper } from "../present/line-stamper.ts";
import { droppedText } from "../present/present-inspected.ts";
import { outputSink } from "../terminal/process-streams.ts";
import { guessedRun } from "./guessed-run.ts";
import type { Workbench } from "./open-context.ts";
import { readOnlyOnce, reconciled } from "./reconciled.ts";

const NEWLINE = 0x0a;

/** What of a run's output is printed, and how. */
export interface PrintLogsOptions {
  readonly follow: boolean;
  readonly tail: number | "all";
  /** RFC 3339, UTC. */
  readonly since: string | undefined;
  readonly format: "bytes" | "timestamps" | "json";
}

/** Prints a run's output: the bytes as they were, with times, or one JSON object a line. */
export async function printLogs(
  bench: Workbench,
  reference: string | undefined,
  { format, ...options }: PrintLogsOptions,
): Promise<void> {
  await using engine = readOnlyOnce(bench);
  await reconciled(bench, engine.open);
  const record =
    reference === undefined
      ? await guessedRun(bench, { command: "logs", whenSeveral: "newest" })
      : await bench.store.find(reference);
  const stop = new AbortController();
  const sinks = {
    stdout: outputSink(process.stdout, () => stop.abort()),
    stderr: outputSink(process.stderr, () => {}),
  };
  const sayDropped = async (dropped: number | null) => {
    if (format === "json") await sinks.stdout(jsonLine({ droppedBytes: dropped }));
    else bench.diagnostics.warn(droppedText(dropped));
  };
  if (record.droppedBytes !== 0) await sayDropped(record.droppedBytes);
  const entries = readRunLogs(record, engine.open, bench.store.logPath(record.id), {
    ...options,
    signal: stop.signal,
  });
  const stamper = new LineStamper();
  let [savedBytes, savedMessages] = [0, 0];
  for await (const entry of entries) {
    if (stop.signal.aborted) break;
    savedBytes += entry.data.length;
    savedMessages += 1;
    if (format === "json") for (const line of linesOf(entry)) await sinks.stdout(jsonLine(logJson(line)));
    else await sinks[entry.stream](format === "timestamps" ? stamper.stamp(entry) : entry.data);
  }
  if (isTerminal(record.state) || options.tail !== "all" || options.since !== undefined) return;
  const { logBytes } = record;
  const dropped = droppedBytes({ logBytes, savedBytes, savedMessages, writtenBytes: undefined });
  if (dropped !== 0) await sayDropped(dropped);
}

/** An entry may be several lines that came together. */
function* linesOf(entry: LogEntry): Generator<LogEntry> {
  for (let start = 0; start < entry.data.length;) {
    const end = entry.data.indexOf(NEWLINE, start) + 1 || entry.data.length;
    yield { ...entry, data: entry.data.subarray(start, end) };
    start = end;
  }
}

/** One line of `moat logs --json`: `text` where the bytes are UTF-8, else `base64`. */
export function logJson({ time, stream, data }: LogEntry): object {
  try {
    return { time, stream, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data) };
  } catch {
    return { time, stream, base64: Buffer.from(data).toString("base64") };
  }
}

function jsonLine(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
