import { MoatError } from "@moat/core";
import { isTerminal } from "../run-state.ts";
import { endedEntry, onceEach } from "./ended-index.ts";
import { knownRuns } from "./known-runs.ts";
import { type RunListing, idsIn, readRuns } from "./list-runs.ts";
import { mendEntry } from "./mend-entry.ts";
import type { MoatHome } from "./moat-home.ts";

/** Which page of all runs. */
export interface PageOptions {
  /** The most runs that are returned. */
  readonly limit: number;
  /** The id of the run to go on behind; empty for the newest. */
  readonly before: string;
}

/** Some of all runs, newest first. */
export interface RunPage extends RunListing {
  /** The id to go on behind; empty when this is the last page. */
  readonly next: string;
}

/** Reads one page of all runs, live and ended: the records on it, those of live runs, and no others. */
export async function readPage(home: MoatHome, { limit, before }: PageOptions): Promise<RunPage> {
  const known = await knownRuns(home);
  const live = await readRuns(home.runs, [...known.live]);
  const entries = [...onceEach(known.ended), ...live.records.map(endedEntry)].toSorted((a, b) =>
    a.file < b.file ? 1 : -1,
  );
  const start = before === "" ? 0 : entries.findIndex(({ id }) => id === before) + 1;
  if (before !== "" && start === 0)
    throw new MoatError("RUN_NOT_FOUND", `There is no run ${before} to go on behind.`, {
      hint: "Begin with the newest: moat list --all",
      details: { before },
    });
  const page = entries.slice(start, start + limit);
  const liveRecords = new Map(live.records.map((record) => [record.id, record]));
  const ended = await readRuns(
    home.runs,
    page.flatMap(({ id }) => (liveRecords.has(id) ? [] : [id])),
  );
  const endedRecords = new Map(ended.records.map((record) => [record.id, record]));
  for (const entry of known.ended) {
    const record = endedRecords.get(entry.id);
    if (record !== undefined && record.name !== entry.name && isTerminal(record.state))
      await mendEntry(home, entry, record);
  }
  return {
    records: page.flatMap(({ id }) => liveRecords.get(id) ?? endedRecords.get(id) ?? []),
    // What cannot be read has no place in the order of time: it is told on the first page.
    problems: [...(start === 0 ? [...known.problems, ...live.problems] : []), ...ended.problems],
    next: start + limit < entries.length ? (page.at(-1)?.id ?? "") : "",
  };
}

/** Reads the runs that are in the index of live runs. */
export async function readLive(home: MoatHome): Promise<RunListing> {
  return await readRuns(home.runs, await idsIn(home.live));
}
