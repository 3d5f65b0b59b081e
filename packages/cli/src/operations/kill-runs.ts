import { killRun, reconcileRuns } from "@moat/run-manager";
import { runJson } from "../present/present-runs.ts";
import { type RunResults, eachRun } from "./each-run.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";

/** Sends a signal to several runs. */
export async function killRuns(bench: Workbench, references: readonly string[], signal: string): Promise<RunResults> {
  const context = await openReadOnly(bench);
  await using _runtime = context.runtime;
  await reconcileRuns(context);
  return await eachRun("kill", bench.store, references, async (reference) => {
    const record = await killRun(context, reference, signal);
    return { json: { signal, run: runJson(record) }, text: record.name };
  });
}
