import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MoatError, isMoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { publishNew, syncDirectory } from "./atomic-file.ts";
import type { MoatHome } from "./moat-home.ts";
import { claimName, namePlace } from "./name-claims.ts";
import { formatRecord } from "./parse-record.ts";
import { RECORD_FILE, readRecord } from "./record-file.ts";
import { removeRun } from "./remove-run.ts";

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
    const holder = await claimName({ names: home.names, name, id, isStale: (other) => hasEnded(home, other) });
    if (holder !== id) throw nameTaken(name, holder);
  } catch (error) {
    await removeRun(home, record).catch(() => undefined);
    throw error;
  }
}

/** Puts a run's directory in place as a whole, so that nobody ever sees a run without a record. */
async function placeRecord(home: MoatHome, record: RunRecord): Promise<void> {
  const staged = join(home.runs, `.${record.id}`);
  try {
    await mkdir(staged, { recursive: true, mode: 0o700 });
    await publishNew(join(staged, RECORD_FILE), formatRecord(record));
    await rename(staged, join(home.runs, record.id));
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
  await syncDirectory(home.runs);
}

async function markLive(home: MoatHome, id: string): Promise<void> {
  await writeFile(join(home.live, id), "", { mode: 0o600 });
  await syncDirectory(home.live);
}

/** Whether a run that claims a name has lost it. A run claims after its record is made: without one, it was removed. */
async function hasEnded(home: MoatHome, id: string): Promise<boolean> {
  try {
    return isTerminal((await readRecord(join(home.runs, id))).state);
  } catch (error) {
    if (isMoatError(error, "RUN_NOT_FOUND")) return true;
    if (isMoatError(error, "RECORD_UNREADABLE")) return false;
    throw error;
  }
}

function nameTaken(name: string, holder: string): MoatError {
  return new MoatError("RUN_NAME_TAKEN", `The name ${name} belongs to the live run ${holder}.`, {
    hint: `Choose another name with --name, or stop that run: moat stop ${holder}`,
    details: { name, id: holder },
  });
}
