import { join } from "node:path";
import { MoatError, isMoatError } from "@moat/core";
import { isRunId, isRunIdPrefix } from "../run-id.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { type EndedEntry, endedEntry } from "./ended-index.ts";
import { type KnownRuns, knownRuns } from "./known-runs.ts";
import { readRuns } from "./list-runs.ts";
import { mendEntry } from "./mend-entry.ts";
import type { MoatHome } from "./moat-home.ts";
import { readRecord } from "./record-file.ts";
import { readLive } from "./run-page.ts";

/** Finds one run, as `RunStore.find` says. The records of live runs are read, and of ended ones the one that is meant. */
export async function findRun(home: MoatHome, reference: string): Promise<RunRecord> {
  if (isRunId(reference)) return await readRecord(join(home.runs, reference));

  const live = (await readLive(home)).records;
  const named = live.find((record) => record.name === reference && !isTerminal(record.state));
  if (named !== undefined) return named;

  const known = await knownRuns(home);
  if (isRunIdPrefix(reference)) {
    const prefix = reference.startsWith("run_") ? reference : `run_${reference}`;
    const matches = [...known.ids].filter((id) => id.startsWith(prefix));
    const [first] = matches;
    if (first !== undefined && matches.length === 1) return await readRecord(join(home.runs, first));
    if (first !== undefined) throw await ambiguous(home, reference, matches);
  }

  const ended = await newestEnded(home, known, reference, live);
  if (ended !== undefined) return ended;
  throw new MoatError("RUN_NOT_FOUND", `There is no run ${reference}.`, {
    hint: "List all runs: moat list --all",
    details: { reference },
  });
}

/** The newest ended run of a name; ones that have ended but are still in the index of live runs are among them. */
async function newestEnded(
  home: MoatHome,
  known: KnownRuns,
  name: string,
  live: readonly RunRecord[],
): Promise<RunRecord | undefined> {
  const candidates = [...known.ended, ...live.map(endedEntry)].filter((entry) => entry.name === name);
  for (const entry of candidates.toSorted((a, b) => (a.file < b.file ? 1 : -1))) {
    const record = await readIfThere(home, entry);
    if (record?.name === name) return record;
    if (record !== undefined && isTerminal(record.state)) await mendEntry(home, entry, record);
  }
  return undefined;
}

async function readIfThere(home: MoatHome, { id }: EndedEntry): Promise<RunRecord | undefined> {
  try {
    return await readRecord(join(home.runs, id));
  } catch (error) {
    if (isMoatError(error, "RUN_NOT_FOUND")) return undefined;
    throw error;
  }
}

async function ambiguous(home: MoatHome, reference: string, matches: readonly string[]): Promise<MoatError> {
  const { records } = await readRuns(home.runs, matches.slice(0, 10));
  const names = new Map(records.map((record) => [record.id, ` (${record.name})`]));
  const shown = matches.slice(0, 10).map((id) => `${id}${names.get(id) ?? ""}`);
  const more = matches.length > shown.length ? [`and ${matches.length - shown.length} more`] : [];
  return new MoatError("RUN_AMBIGUOUS", `${matches.length} runs have an id that begins with ${reference}.`, {
    hint: `Give more of the id, or a name: ${[...shown, ...more].join(", ")}`,
    details: { reference, ids: matches },
  });
}
