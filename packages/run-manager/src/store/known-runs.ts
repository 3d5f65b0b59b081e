import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type MoatError, isMoatError } from "@moat/core";
import { isTerminal } from "../run-state.ts";
import { type EndedEntry, enterEnded, leaveEnded, endedEntry, readEndedIndex } from "./ended-index.ts";
import { idsIn } from "./list-runs.ts";
import type { MoatHome } from "./moat-home.ts";
import { readRecord } from "./record-file.ts";

/** Which runs there are, without having read their records. */
export interface KnownRuns {
  /** Every run that has a directory. */
  readonly ids: ReadonlySet<string>;
  readonly live: ReadonlySet<string>;
  /** Ended runs, newest first. */
  readonly ended: readonly EndedEntry[];
  /** One `RECORD_UNREADABLE` for each run that is in no index and cannot be read. */
  readonly problems: readonly MoatError[];
}

/**
 * Learns from three directories which runs there are, and mends the index on the way: entries without a run go, and a
 * run that is in no index (made by a moat that had none, or put back from a backup) is read and entered.
 */
export async function knownRuns(home: MoatHome): Promise<KnownRuns> {
  // In this order: a run is in the index of live runs before it has a directory, and leaves it after it is in the other.
  const ids = new Set(await idsIn(home.runs));
  const live = new Set(await idsIn(home.live));
  const entries = await readEndedIndex(home.ended);

  // Of the live ones, too: a run may be in both for a moment, or for as long as its process is dead.
  const ended = entries.filter(({ id }) => ids.has(id) && !live.has(id));
  // A run made meanwhile may have ended by now: look again before its entry is called stale.
  const stale = entries.filter(({ id }) => !ids.has(id) && !live.has(id));
  if (stale.length > 0) {
    const now = new Set(await idsIn(home.runs));
    await Promise.all(stale.filter(({ id }) => !now.has(id)).map((entry) => leaveEnded(home.ended, entry)));
  }

  const indexed = new Set(ended.map(({ id }) => id));
  const lost = [...ids].filter((id) => !live.has(id) && !indexed.has(id));
  if (lost.length === 0) return { ids, live, ended, problems: [] };
  const found = await enterAgain(home, lost);
  return {
    ids,
    live: new Set([...live, ...found.live]),
    ended: [...ended, ...found.ended].toSorted((a, b) => (a.file < b.file ? 1 : -1)),
    problems: found.problems,
  };
}

async function enterAgain(home: MoatHome, ids: readonly string[]) {
  const live: string[] = [];
  const ended: EndedEntry[] = [];
  const problems: MoatError[] = [];
  await mkdir(home.live, { recursive: true, mode: 0o700 });
  for (const id of ids) {
    try {
      const record = await readRecord(join(home.runs, id));
      if (isTerminal(record.state)) {
        await enterEnded(home.ended, record);
        ended.push(endedEntry(record));
      } else {
        await writeFile(join(home.live, id), "", { mode: 0o600 });
        live.push(id);
      }
    } catch (error) {
      if (isMoatError(error, "RECORD_UNREADABLE")) problems.push(error);
      else if (!isMoatError(error, "RUN_NOT_FOUND")) throw error;
    }
  }
  return { live, ended, problems };
}
