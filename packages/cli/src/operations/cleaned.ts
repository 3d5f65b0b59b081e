import { type CleanOptions, type CleanReport, cleanUp } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";

/** Cleans up, and says on stderr what is left for `--force`. */
export async function cleaned(bench: Workbench, options: CleanOptions): Promise<CleanReport> {
  const context = await openReadOnly(bench);
  await using _runtime = context.runtime;
  const report = await cleanUp(context, options);
  for (const why of report.left) bench.diagnostics.warn(`${why} moat clean --force removes it.`);
  return report;
}
