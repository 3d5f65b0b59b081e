import type { LogEntry } from "@moat/core";
import { MAX_DATA_BYTES } from "./frame.ts";
import { toNanoseconds } from "./log-time.ts";
import { measureLogFile } from "./read-log-file.ts";
import { PendingLog, type WrittenLog } from "./pending-log.ts";

/** What {@link writeLogFile} takes beside the output. */
export interface WriteLogOptions {
  /** Called when all is written, before the file gets its name; when it throws, the file is not there. */
  readonly confirm?: (written: WrittenLog) => Promise<void>;
}

/**
 * Writes a run's own copy of its output. The file appears under its name when it is whole; where somebody was first, theirs stays, and how
 * much that has is returned. When `entries` or `confirm` fails nothing is left. Memory stays the same however much there is.
 */
export async function writeLogFile(
  path: string,
  entries: AsyncIterable<LogEntry>,
  { confirm = () => Promise.resolve() }: WriteLogOptions = {},
): Promise<WrittenLog> {
  await using log = await PendingLog.open(path);
  let messages = 0;
  for await (const { stream, time, data } of entries) {
    const nanoseconds = toNanoseconds(time);
    messages += 1;
    for (let start = 0; start < data.length; start += MAX_DATA_BYTES)
      await log.append({ stream, nanoseconds, data: [data.subarray(start, start + MAX_DATA_BYTES)] });
  }
  await log.finish();
  const written = { ...log.written, messages };
  await confirm(written);
  return (await log.publish()) ? written : await measureLogFile(path);
}
