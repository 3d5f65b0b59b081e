import { MoatError } from "@moat/core";
import { type RunRecord, waitRun } from "@moat/run-manager";
import { runJson } from "../present/present-runs.ts";
import { type RunResults, eachRun } from "./each-run.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly, reconciled } from "./reconciled.ts";

/** Waits for several runs to end: their exit codes, in the order in which they were named. */
export async function waitRuns(bench: Workbench, references: readonly string[]): Promise<RunResults> {
  await reconciled(bench);
  const context = await openReadOnly(bench);
  await using _runtime = context.runtime;
  return await eachRun("wait", references, async (reference) => {
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
