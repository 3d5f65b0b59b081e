import type { LogEntry } from "@moat/core";

/** One reading of the engine's log; its `tail` counts messages, of which a long line has many. */
export interface LogRead {
  readonly follow: boolean;
  readonly tail: number | "all";
}

const NEWLINE = 0x0a;
/** How many messages more than lines are asked for at first. */
const SLACK = 16;

/**
 * Reads the last so many lines, however many messages the engine made of them: it asks for more until there is one
 * line too many, or nothing more. With `follow` the engine is asked once more, for just those messages and what comes.
 */
export async function* lastLines(
  read: (call: LogRead) => AsyncIterable<LogEntry>,
  lines: number,
  follow: boolean,
): AsyncGenerator<LogEntry> {
  if (lines === 0) {
    if (follow) yield* read({ follow, tail: 0 });
    return;
  }
  for (let tail = lines + SLACK; ; tail *= 4) {
    const entries: LogEntry[] = [];
    for await (const entry of read({ follow: false, tail })) entries.push(entry);
    const first = startOfLastLines(entries, lines);
    if (first === 0 && entries.length >= tail) continue;
    if (follow) yield* read({ follow, tail: entries.length - first });
    else yield* entries.slice(first);
    return;
  }
}

/** The index of the entry that begins the last so many lines; 0 when all entries are needed, or more. Pure. */
export function startOfLastLines(entries: readonly LogEntry[], lines: number): number {
  let ends = 0;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const isLast = index === entries.length - 1;
    if (isLast || entries[index]?.data.at(-1) === NEWLINE) ends += 1;
    if (ends > lines) return index + 1;
  }
  return 0;
}
