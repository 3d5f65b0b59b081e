import { type GuessOptions, type RunRecord, guessRun } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";

/** Chooses the run that is meant when none was named, and says on stderr which one it is. */
export async function guessedRun(bench: Workbench, options: GuessOptions): Promise<RunRecord> {
  const { records } = await bench.store.list({ all: false });
  const record = guessRun(records, options);
  process.stderr.write(`moat: ${options.command} ${record.name} (${record.id}), the newest live run\n`);
  return record;
}
