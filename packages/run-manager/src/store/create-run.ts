import { mkdir, rename, rm, writeDurably, writeFile } from "./small-files.ts";
import { join } from "node:path";
import type { RunRecord } from "../run-record.ts";
import type { MoatHome } from "./moat-home.ts";
import { claimOf, namePlace } from "./name-claims.ts";
import { takeName } from "./name-holder.ts";
import { formatRecord } from "./parse-record.ts";
import { RECORD_FILE } from "./record-file.ts";
import { removeRun } from "./remove-run.ts";
import { syncSoon } from "./sync-soon.ts";

/** Makes a run's directory, index entry and claim to its name, as `RunStore.create` says. */
export async function createRun(home: MoatHome, record: RunRecord): Promise<void> {
  const { id, name } = record;
  namePlace(home.names, name);
  try {
    // Index first: a run that is killed half-way must be found by whoever comes next.
    await markLive(home, id);
    await placeRecord(home, record);
    // Again, in case somebody took the entry for a leftover while this process was held up.
    await markLive(home, id);
    await takeName(home, name, claimOf(id));
  } catch (error) {
    await removeRun(home, id, record).catch(() => undefined);
    throw error;
  }
}

/** Puts a run's directory in place as a whole, so that nobody ever sees a run without a record. */
async function placeRecord(home: MoatHome, record: RunRecord): Promise<void> {
  const staged = join(home.runs, `.${record.id}`);
  try {
    await mkdir(staged, { recursive: true, mode: 0o700 });
    await writeDurably(join(staged, RECORD_FILE), formatRecord(record), { mode: 0o600 });
    await rename(staged, join(home.runs, record.id));
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
  syncSoon(join(home.runs, record.id));
  syncSoon(home.runs);
}

async function markLive(home: MoatHome, id: string): Promise<void> {
  await writeFile(join(home.live, id), "", { mode: 0o600 });
  syncSoon(home.live);
}
