import { type RunRecord, renameRun } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";
import { openReadOnly, reconciled } from "./reconciled.ts";

/** Gives a run another name and returns its record. An engine is needed only where it has the run's container. */
export async function renamed(bench: Workbench, reference: string, name: string): Promise<RunRecord> {
  await reconciled(bench);
  return await renameRun(() => openReadOnly(bench), bench.store, { reference, name });
}
