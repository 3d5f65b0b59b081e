import { type FileHandle, open } from "node:fs/promises";
import type { LogEntry } from "@moat/core";
import { unless } from "../store/unless.ts";
import { type Frame, MAGIC } from "./frame.ts";
import { readFrames } from "./read-frames.ts";
import { fromNanoseconds, toNanoseconds } from "./log-time.ts";
import { findTail } from "./find-tail.ts";
import type { WrittenLog } from "./pending-log.ts";

/** What of a log is read. */
export interface LogFileOptions {
  /**
   * Only the last so many lines; `all` for everything. A line is what ends with a newline in the output of both streams
   * as it came, or the rest at the end.
   */
  readonly tail: number | "all";
  /** Only what was written at this time or later, RFC 3339; all when it is not given. */
  readonly since?: string | undefined;
}

/**
 * Reads a run's own copy of its output, oldest first, as it was written. A missing file has nothing in it, and of a
 * damaged one comes what is whole. For the last lines only the end of the file is read. Memory stays the same.
 */
export async function* readLogFile(
  path: string,
  { tail, since }: LogFileOptions,
): AsyncGenerator<LogEntry, void, undefined> {
  const handle = await unless(["ENOENT"], open(path, "r"), undefined);
  if (handle === undefined) return;
  try {
    if (!(await hasMagic(handle))) return;
    const start = tail === "all" ? { position: MAGIC.length, skip: 0 } : await findTail(handle, tail);
    let { skip } = start;
    const earliest = since === undefined ? 0n : toNanoseconds(since);
    for await (const frame of readFrames(handle, start.position)) {
      const entry = toEntry(frame, skip);
      if (entry !== undefined) {
        skip = 0;
        if (entry.data.length > 0 && frame.nanoseconds >= earliest) yield entry;
      }
    }
  } finally {
    await handle.close();
  }
}

/** Tells how much output a run's own copy has; a message longer than a frame counts as several. */
export async function measureLogFile(path: string): Promise<WrittenLog> {
  let [bytes, messages] = [0, 0];
  for await (const { data } of readLogFile(path, { tail: "all" })) {
    bytes += data.length;
    messages += 1;
  }
  return { bytes, messages };
}

/** Tells whether a run has its own copy of its output. */
export async function hasLogFile(path: string): Promise<boolean> {
  const handle = await unless(["ENOENT"], open(path, "r"), undefined);
  await handle?.close();
  return handle !== undefined;
}

async function hasMagic(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
  return bytesRead === MAGIC.length && buffer.equals(MAGIC);
}

function toEntry({ stream, nanoseconds, data }: Frame, skip: number): LogEntry | undefined {
  return stream === undefined ? undefined : { stream, time: fromNanoseconds(nanoseconds), data: data.subarray(skip) };
}
