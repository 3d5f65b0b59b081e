import { stat } from "./small-files.ts";
import { join } from "node:path";
import { MoatError, isMoatError } from "@moat/core";
import { isOwnerAlive } from "../execute/is-owner-alive.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import type { MoatHome } from "./moat-home.ts";
import { type Claim, claimName, namePlace } from "./name-claims.ts";
import { readRecord } from "./record-file.ts";
import { unless } from "./unless.ts";

/** Gives a name to a run, or throws `RUN_NAME_TAKEN`. */
export async function takeName(home: MoatHome, name: string, claim: Claim): Promise<void> {
  const holder = await claimName({ names: home.names, name, claim, isStale: (other) => isStale(home, name, other) });
  if (holder.file === claim.file) return;
  throw new MoatError("RUN_NAME_TAKEN", `The name ${name} belongs to the live run ${holder.id}.`, {
    hint: `Choose another name, or stop that run: moat stop ${holder.id}`,
    details: { name, id: holder.id },
  });
}

/**
 * Whether a claim stands for nothing any more: its run has ended or was removed, or has another name. A run claims a name
 * after its record is made, and another name before its record says so: only the death of the process that was about to
 * write it shows that it never will.
 */
async function isStale(home: MoatHome, name: string, claim: Claim): Promise<boolean> {
  let record: RunRecord;
  try {
    record = await readRecord(join(home.runs, claim.id));
  } catch (error) {
    if (isMoatError(error, "RUN_NOT_FOUND")) return true;
    if (isMoatError(error, "RECORD_UNREADABLE")) return false;
    throw error;
  }
  if (isTerminal(record.state)) return true;
  if (record.name === name) return false;
  if (claim.pid === 0) return true;
  const stats = await unless(["ENOENT"], stat(join(namePlace(home.names, name), claim.file)), undefined);
  return stats === undefined || !isOwnerAlive({ ownerPid: claim.pid, createdAt: stats.mtime.toISOString() });
}
