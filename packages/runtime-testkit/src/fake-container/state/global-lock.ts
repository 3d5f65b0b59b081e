import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

const pause = new Int32Array(new SharedArrayBuffer(4));

/** The one lock of the service, across processes; a holder that died loses it. */
export function withLock<T>(path: string, work: () => T): T {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    while (!tryLink(own, path)) {
      if (!isAlive(holderOf(path))) breakLock(path);
      else Atomics.wait(pause, 0, 0, 5);
    }
    return work();
  } finally {
    if (holderOf(path) === process.pid) rmSync(path, { force: true });
    rmSync(own, { force: true });
  }
}

function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch {
    return false;
  }
}

/** 0 when nobody holds it, or when it has just been let go. */
function holderOf(path: string): number {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Two may find the same holder dead, and one of them have the lock already: what turns out to be alive is put back. */
function breakLock(path: string): void {
  const taken = `${path}.broken.${process.pid}`;
  try {
    renameSync(path, taken);
    if (isAlive(holderOf(taken))) tryLink(taken, path);
  } catch {
    // Another was quicker.
  }
  rmSync(taken, { force: true });
}
