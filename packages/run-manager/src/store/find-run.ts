import { join } from "node:path";
import { MoatError } from "@moat/core";
import { isRunId, isRunIdPrefix } from "../run-id.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { idsIn, readRuns } from "./list-runs.ts";
import type { MoatHome } from "./moat-home.ts";
import { readRecord } from "./record-file.ts";

/**
 * Finds one run, as `RunStore.find` says. Names of ended runs come last, since only they cost the reading of every
 * record there is.
 */
export async function findRun(home: MoatHome, reference: string): Promise<RunRecord> {
  if (isRunId(reference)) return await readRecord(join(home.runs, reference));

  const live = (await readRuns(home.runs, await idsIn(home.live))).records;
  const named = live.find((record) => record.name === reference && !isTerminal(record.state));
  if (named !== undefined) return named;

  const ids = await idsIn(home.runs);
  if (isRunIdPrefix(reference)) {
    const prefix = reference.startsWith("run_") ? reference : `run_${reference}`;
    const matches = ids.filter((id) => id.startsWith(prefix));
    const [first] = matches;
    if (first !== undefined && matches.length === 1) return await readRecord(join(home.runs, first));
    if (first !== undefined) throw await ambiguous(home, reference, matches);
  }

  const ended = (await readRuns(home.runs, ids)).records.find((record) => record.name === reference);
  if (ended !== undefined) return ended;
  throw new MoatError("RUN_NOT_FOUND", `There is no run ${reference}.`, {
    hint: "List all runs: moat list --all",
    details: { reference },
  });
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
