import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import { systemErrorCode } from "@moat/core";

/** Clocks and rounding may put a start this much off. */
const TOLERANCE_MS = 2_000;
/** What /proc counts a process's start in; the same on every Linux that users meet. */
const TICK_MS = 10;
/** A zombie has ended, and only waits for its parent to notice. */
const ENDED = /^[ZX]/;

/**
 * Tells whether the process that made something still lives. A process that began only after that is another one, which
 * has got the same id: after a reboot, or when the ids have gone round.
 */
export function isOwnerAlive(owned: { readonly ownerPid: number; readonly createdAt: string }): boolean {
  const { ownerPid: pid } = owned;
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemErrorCode(error) !== "EPERM") return false;
  }
  const { state, startedAt } = processFacts(pid);
  return !ENDED.test(state) && startedAt <= Date.parse(owned.createdAt) + TOLERANCE_MS;
}

/** What /proc says of a process; where it says nothing, one that runs and has always done so. */
function processFacts(pid: number): { readonly state: string; readonly startedAt: number } {
  const bootedAt = Date.now() - uptime() * 1000;
  try {
    // The third and the 22nd field; the second, a name in parentheses, may hold blanks.
    const [state = "", ...fields] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return { state, startedAt: bootedAt + Number(fields[18]) * TICK_MS };
  } catch {
    return { state: "", startedAt: bootedAt };
  }
}
