import { MoatError } from "@moat/core";
import { type RunRecord, waitRun } from "@moat/run-manager";
import { runJson } from "../present/present-runs.ts";
import { type RunResults, eachRun } from "./each-run.ts";
import type { Workbench } from "./open-context.ts";
import { readOnlyOnce, reconciled } from "./reconciled.ts";

/** Waits for several runs to end: their exit codes, in the order in which they were named. */
export async function waitRuns(bench: Workbench, references: readonly string[]): Promise<RunResults> {
  await using engine = readOnlyOnce(bench);
  await reconciled(bench, engine.open);
  const context = await engine.open();
  return await eachRun("wait", bench.store, references, async (reference) => {
    const record = await waitRun(context, reference);
    const exitCode = exitCodeOf(record);
    return { json: { exitCode, run: runJson(record) }, text: String(exitCode) };
  });
}

function exitCodeOf({ id, name, state }: RunRecord): number {
  if (state.status === "exited") return state.exitCode;
  throw new MoatError("RUN_NOT_RUNNING", `The run ${name} has no exit code: it is ${state.status}.`, {
    hint: `See what became of it: moat inspect ${id}`,
    details: { id, status: state.status },
  });
}
