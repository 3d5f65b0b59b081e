import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { type LogEntry, systemErrorCode } from "@moat/core";
import { asHomeError } from "../store/as-home-error.ts";
import { syncSoon } from "../store/sync-soon.ts";
import { END_BYTES, MAGIC, MAX_DATA_BYTES, putEnd, putFrame } from "./frame.ts";
import { toNanoseconds } from "./log-time.ts";
import { randomHex } from "../store/random-hex.ts";

/** Room for a frame of the largest size beside as much again, so that small frames go to the disk together. */
const BUFFER_BYTES = 2 * (MAX_DATA_BYTES + END_BYTES);

/** What {@link writeLogFile} takes beside the output. */
export interface WriteLogOptions {
  /** Called when all is written, before the file gets its name; when it throws, the file is not there. */
  readonly confirm?: (written: WrittenLog) => Promise<void>;
}

/** How much was written. */
export interface WrittenLog {
  readonly bytes: number;
  readonly messages: number;
}

/**
 * Writes a run's own copy of its output. The file appears under its name when it is whole; an earlier one is replaced;
 * when `entries` or `confirm` fails nothing is left. Memory stays the same however much there is.
 */
export async function writeLogFile(
  path: string,
  entries: AsyncIterable<LogEntry>,
  { confirm = () => Promise.resolve() }: WriteLogOptions = {},
): Promise<WrittenLog> {
  const directory = dirname(path);
  // The process's id is in the name, so that others can tell what a killed one has left; see `isAbandonedLog`.
  const temporary = join(directory, `.log-${process.pid}-${randomHex(4)}`);
  try {
    const handle = await open(temporary, "wx", 0o600);
    let written: WrittenLog;
    try {
      written = await writeEntries(handle, entries);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await confirm(written);
    await rename(temporary, path);
    syncSoon(directory);
    return written;
  } catch (error) {
    await rm(temporary, { force: true });
    throw asHomeError(directory, error);
  }
}

/** Tells whether a file of this name is what a killed process has left of a log. */
export function isAbandonedLog(name: string): boolean {
  const pid = Number(/^\.log-([1-9]\d*)-/.exec(name)?.[1] ?? 0);
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return systemErrorCode(error) === "ESRCH";
  }
}

async function writeEntries(handle: FileHandle, entries: AsyncIterable<LogEntry>): Promise<WrittenLog> {
  let bytes = 0;
  let messages = 0;
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let filled = MAGIC.copy(buffer);
  let position = 0;
  const flush = async (): Promise<void> => {
    for (let written = 0; written < filled;) {
      written += (await handle.write(buffer, written, filled - written, position + written)).bytesWritten;
    }
    position += filled;
    filled = 0;
  };

  for await (const { stream, time, data } of entries) {
    const nanoseconds = toNanoseconds(time);
    bytes += data.length;
    messages += 1;
    for (let start = 0; start < data.length; start += MAX_DATA_BYTES) {
      const part = data.subarray(start, start + MAX_DATA_BYTES);
      if (filled + part.length + END_BYTES > buffer.length) await flush();
      filled = putFrame(buffer, filled, { stream, nanoseconds, data: part });
    }
  }
  if (filled + END_BYTES > buffer.length) await flush();
  filled = putEnd(buffer, filled, position + filled);
  await flush();
  return { bytes, messages };
}
