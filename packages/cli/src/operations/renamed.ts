import { type RunRecord, renameRun } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";
import { readOnlyOnce, reconciled } from "./reconciled.ts";

/** Gives a run another name and returns its record. An engine is needed only where it has the run's container. */
export async function renamed(bench: Workbench, reference: string, name: string): Promise<RunRecord> {
  await using engine = readOnlyOnce(bench);
  await reconciled(bench, engine.open);
  return await renameRun(engine.open, bench.store, { reference, name });
}
