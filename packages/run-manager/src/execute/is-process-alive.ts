import { systemErrorCode } from "@moat/core";

/** Tells whether a process of this machine exists; 0 and less stand for none. */
export function isProcessAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === "EPERM";
  }
}
