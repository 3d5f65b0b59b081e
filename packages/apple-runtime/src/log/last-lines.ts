import type { LogEntry } from "@moat/core";
import { splitLines } from "./log-format.ts";

const NEWLINE = 0x0a;

/**
 * The entries of the last so many lines. Lines of both streams count, in the order in which they begin; a line may be
 * in several entries, and the last of a stream needs no newline. Pure.
 */
export function lastLines(entries: readonly LogEntry[], count: number): readonly LogEntry[] {
  const pieces = entries.flatMap((entry) => splitLines(entry.data).map((data) => ({ ...entry, data })));
  const firstOfLine: number[] = [];
  const isOpen = { stdout: false, stderr: false };
  const lineOf: number[] = [];
  const current = { stdout: 0, stderr: 0 };
  for (const [index, piece] of pieces.entries()) {
    if (!isOpen[piece.stream]) {
      current[piece.stream] = firstOfLine.length;
      firstOfLine.push(index);
    }
    lineOf.push(current[piece.stream]);
    isOpen[piece.stream] = piece.data.at(-1) !== NEWLINE;
  }
  const oldest = firstOfLine.length - count;
  return pieces.filter((_, index) => (lineOf[index] ?? 0) >= oldest);
}

/** How many lines begin in some entries; no less than there are. Pure. */
export function countLines(entries: readonly LogEntry[]): number {
  let lines = 0;
  for (const { data } of entries) for (const byte of data) if (byte === NEWLINE) lines += 1;
  return lines;
}
