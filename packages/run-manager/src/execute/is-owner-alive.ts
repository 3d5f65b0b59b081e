import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import { systemErrorCode } from "@moat/core";

/** Clocks and rounding may put a start this much off. */
const TOLERANCE_MS = 2_000;
/** What /proc counts a process's start in; the same on every Linux that users meet. */
const TICK_MS = 10;

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
  return startOf(pid) <= Date.parse(owned.createdAt) + TOLERANCE_MS;
}

/** When a process began, in milliseconds since 1970; long ago where that cannot be told. */
function startOf(pid: number): number {
  const bootedAt = Date.now() - uptime() * 1000;
  try {
    // The 22nd field; the second, a name in parentheses, may hold blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return bootedAt + Number(fields[19]) * TICK_MS;
  } catch {
    return bootedAt;
  }
}
