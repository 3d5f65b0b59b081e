import { reconcileRuns, stopRun } from "@moat/run-manager";
import { runJson } from "../present/present-runs.ts";
import { type RunResults, eachRun } from "./each-run.ts";
import { guessedRun } from "./guessed-run.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";

/** Stops several runs; one that cannot be stopped does not keep the others alive. When none is named, the only live one. */
export async function stopRuns(bench: Workbench, references: readonly string[], graceMs: number): Promise<RunResults> {
  const context = await openReadOnly(bench);
  await using _runtime = context.runtime;
  await reconcileRuns(context);
  const guessed = references.length > 0 ? [] : [await guessedRun(bench, { command: "stop", whenSeveral: "refuse" })];
  return await eachRun("stop", bench.store, [...references, ...guessed.map(({ name }) => name)], async (reference) => {
    const { record, wasLive } = await stopRun(context, reference, graceMs);
    if (wasLive && record.state.status === "lost")
      bench.diagnostics.warn(`somebody removed the container of the run ${record.name}: how it ended is not known`);
    return {
      json: { wasLive, run: runJson(record) },
      text: wasLive ? record.name : `${record.name} had ended before`,
    };
  });
}
