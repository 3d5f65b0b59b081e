import { type RemoveOptions, removeRun } from "@moat/run-manager";
import { type RunResults, eachRun } from "./each-run.ts";
import type { Workbench } from "./open-context.ts";
import { readOnlyOnce, reconciled } from "./reconciled.ts";

/** Removes several runs with all that is kept of them. An engine is needed only where it has something of them. */
export async function removeRuns(
  bench: Workbench,
  references: readonly string[],
  options: RemoveOptions,
): Promise<RunResults> {
  await using engine = readOnlyOnce(bench);
  await reconciled(bench, engine.open);
  return await eachRun("remove", bench.store, references, async (reference) => {
    const { id, name } = await removeRun(engine.open, bench.store, reference, options);
    return { json: { id, name }, text: name === "" ? id : name };
  });
}
