import { readdir, stat } from "./small-files.ts";
import { join } from "node:path";
import { type MoatError, isMoatError } from "@moat/core";
import { isRunId } from "../run-id.ts";
import type { RunRecord } from "../run-record.ts";
import { unless } from "./unless.ts";
import { readRecord } from "./record-file.ts";

/** How many records are read at once: enough to keep the disk busy, few enough for a process's open files. */
const BATCH = 64;

/** What {@link readRuns} found. */
export interface RunListing {
  /** Newest first. */
  readonly records: readonly RunRecord[];
  /** One `RECORD_UNREADABLE` for each record that could not be read. */
  readonly problems: readonly MoatError[];
}

/** Lists the run ids that have an entry in a directory, sorted; none when the directory is missing. */
export async function idsIn(directory: string): Promise<readonly string[]> {
  return (await unless(["ENOENT"], readdir(directory), [])).filter(isRunId).toSorted();
}

/** Picks those ids whose entry was made longer ago. One that is gone meanwhile is left out. */
export async function olderThan(
  directory: string,
  ids: readonly string[],
  milliseconds: number,
): Promise<readonly string[]> {
  const old: string[] = [];
  for (const id of ids) {
    const stats = await unless(["ENOENT"], stat(join(directory, id)), undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > milliseconds) old.push(id);
  }
  return old;
}

/** Reads the records of these runs. One that was removed meanwhile is left out. */
export async function readRuns(runs: string, ids: readonly string[]): Promise<RunListing> {
  const records: RunRecord[] = [];
  const problems: MoatError[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH);
    for (const outcome of await Promise.allSettled(batch.map((id) => readRecord(join(runs, id))))) {
      if (outcome.status === "fulfilled") records.push(outcome.value);
      else if (isMoatError(outcome.reason, "RECORD_UNREADABLE")) problems.push(outcome.reason);
      else if (!isMoatError(outcome.reason, "RUN_NOT_FOUND")) throw outcome.reason;
    }
  }
  return { records: records.toSorted(newestFirst), problems };
}

function newestFirst(a: RunRecord, b: RunRecord): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
