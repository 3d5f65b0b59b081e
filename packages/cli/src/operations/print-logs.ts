import type { LogEntry } from "@moat/core";
import { readRunLogs } from "@moat/run-manager";
import { outputSink } from "../terminal/process-streams.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";

/** What of a run's output is printed, and how. */
export interface PrintLogsOptions {
  readonly follow: boolean;
  readonly tail: number | "all";
  readonly json: boolean;
}

/** Prints a run's output: the bytes as they were, or one JSON object a line. */
export async function printLogs(
  bench: Workbench,
  reference: string,
  { json, ...options }: PrintLogsOptions,
): Promise<void> {
  const record = await bench.store.find(reference);
  const stop = new AbortController();
  const sinks = {
    stdout: outputSink(process.stdout, () => stop.abort()),
    stderr: outputSink(process.stderr, () => {}),
  };
  const entries = readRunLogs(record, () => openReadOnly(bench), bench.store.logPath(record.id), {
    ...options,
    signal: stop.signal,
  });
  for await (const entry of entries) {
    if (stop.signal.aborted) break;
    if (json) await sinks.stdout(Buffer.from(`${JSON.stringify(logJson(entry))}\n`));
    else await sinks[entry.stream](entry.data);
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
