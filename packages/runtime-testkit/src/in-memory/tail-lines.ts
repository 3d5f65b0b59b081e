import type { LogEntry } from "@moat/core";

/** The entries of the last so many lines; lines of both streams count, and the last one needs no newline. */
export function tailLines(entries: readonly LogEntry[], count: number | "all"): readonly LogEntry[] {
  if (count === "all") return entries;
  const open: Partial<Record<LogEntry["stream"], LogEntry[]>> = {};
  const lines: LogEntry[][] = [];
  const order = new Map<LogEntry, number>();
  for (const piece of entries.flatMap(piecesOfLines)) {
    order.set(piece, order.size);
    const line = open[piece.stream] ?? [];
    if (line.length === 0) lines.push(line);
    line.push(piece);
    if (piece.data.at(-1) === 0x0a) delete open[piece.stream];
    else open[piece.stream] = line;
  }
  const last = count <= 0 ? [] : lines.slice(-count);
  return last.flat().toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}

/** Splits an entry after each newline. */
function piecesOfLines(entry: LogEntry): readonly LogEntry[] {
  const pieces: LogEntry[] = [];
  for (let start = 0; start < entry.data.length;) {
    const newline = entry.data.indexOf(0x0a, start);
    const end = newline === -1 ? entry.data.length : newline + 1;
    pieces.push({ ...entry, data: entry.data.subarray(start, end) });
    start = end;
  }
  return pieces;
}
