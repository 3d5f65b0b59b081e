import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type LogEntry, systemErrorCode } from "@moat/core";
import { HEADER_BYTES, decodeFrames, segmentName } from "./log-format.ts";
import { countLines, lastLines } from "./last-lines.ts";

const READ_BYTES = 1024 * 1024;

/** A place in a log. */
export interface LogPosition {
  readonly segment: number;
  readonly offset: number;
}

/**
 * Reads what is there from a place on and written at a time or later, and returns the place after it. Segments that were dropped
 * are passed over.
 */
export async function* readLog(
  directory: string,
  from: LogPosition,
  since: string,
): AsyncGenerator<LogEntry, LogPosition> {
  let position = from;
  for (;;) {
    const numbers = await segmentNumbers(directory);
    const number = numbers.find((one) => one >= position.segment);
    if (number === undefined) return position;
    const offset = number === position.segment ? position.offset : 0;
    position = { segment: number, offset: yield* readSegment(join(directory, segmentName(number)), offset, since) };
    // A later segment is begun only when this one is whole.
    if (number === numbers.at(-1)) return position;
    position = { segment: number + 1, offset: 0 };
  }
}

/** Reads the last so many lines of what was written at a time or later, and tells the place after them. */
export async function readTail(
  directory: string,
  count: number,
  since: string,
): Promise<{ readonly entries: readonly LogEntry[]; readonly end: LogPosition }> {
  const numbers = await segmentNumbers(directory);
  let entries: readonly LogEntry[] = [];
  let end: LogPosition | undefined;
  for (const number of numbers.toReversed()) {
    const bytes = await readIfThere(join(directory, segmentName(number)));
    const { entries: found, used } = decodeFrames(bytes);
    end ??= { segment: number, offset: used };
    entries = [...found.filter(({ time }) => time >= since), ...entries];
    // Older segments are not needed.
    if (countLines(entries) > count + 1 || (found[0]?.time ?? since) < since) break;
  }
  return { entries: lastLines(entries, count), end: end ?? { segment: 1, offset: 0 } };
}

async function* readSegment(path: string, from: number, since: string): AsyncGenerator<LogEntry, number> {
  let offset = from;
  let file;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return offset;
    throw error;
  }
  try {
    for (let size = READ_BYTES; ;) {
      const buffer = Buffer.allocUnsafe(size);
      const { bytesRead } = await file.read(buffer, 0, size, offset);
      const { entries, used } = decodeFrames(buffer.subarray(0, bytesRead));
      for (const entry of entries) if (entry.time >= since) yield entry;
      offset += used;
      if (bytesRead < size) return offset;
      // One frame is larger than the buffer.
      if (used === 0) size = HEADER_BYTES + buffer.readUInt32BE(9);
    }
  } finally {
    await file.close();
  }
}

async function segmentNumbers(directory: string): Promise<readonly number[]> {
  try {
    const names = await readdir(directory);
    return names
      .flatMap((name) => (/^\d{8}\.log$/.test(name) ? [Number.parseInt(name, 10)] : []))
      .toSorted((a, b) => a - b);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}
