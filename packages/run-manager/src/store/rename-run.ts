import { join } from "node:path";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { endedEntry, enterEnded, leaveEnded } from "./ended-index.ts";
import type { MoatHome } from "./moat-home.ts";
import { claimsOn, releaseClaim, renamingClaim } from "./name-claims.ts";
import { takeName } from "./name-holder.ts";
import { readRecord, replaceEnded, updateRecord } from "./record-file.ts";

/**
 * Gives a run another name, as `RunStore.rename` says. A live run claims the new name, says so in its record, and lets
 * go of the old one: killed in between, it has the name that its record has, and the other is free for who asks.
 */
export async function renameRun(home: MoatHome, id: string, name: string): Promise<RunRecord> {
  const directory = join(home.runs, id);
  const before = await readRecord(directory);
  if (before.name === name) return before;
  if (isTerminal(before.state)) return await renameEnded(home, before, name);

  const claim = renamingClaim(id);
  // Those that stand now, and not those that another process may make meanwhile.
  const old = (await claimsOn(home.names, before.name)).filter((other) => other.id === id);
  await takeName(home, name, claim);
  let after: RunRecord;
  try {
    after = await updateRecord(directory, (now) => ({ ...now, name }));
  } catch (error) {
    await releaseClaim(home.names, name, claim);
    throw error;
  }
  if (after.name !== name) {
    // It has ended meanwhile.
    await releaseClaim(home.names, name, claim);
    return await renameEnded(home, after, name);
  }
  for (const other of old) await releaseClaim(home.names, before.name, other);
  return after;
}

/**
 * The name of an ended run is its own business: many may have the same. Killed in between, the run has both names in the
 * index, and is found by the one that its record has.
 */
async function renameEnded(home: MoatHome, record: RunRecord, name: string): Promise<RunRecord> {
  const renamed = { ...record, name };
  await enterEnded(home.ended, renamed);
  await replaceEnded(join(home.runs, record.id), renamed);
  await leaveEnded(home.ended, endedEntry(record));
  return renamed;
}
