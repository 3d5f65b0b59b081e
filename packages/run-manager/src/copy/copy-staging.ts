import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { removeTree } from "../compat/trial-place.ts";
import { isOwnerAlive } from "../execute/is-owner-alive.ts";
import { unless } from "../store/unless.ts";

/** A directory of a copy says by its name whose it is: the process, and its time. */
const STAGING = /^cp-(\d+)-(\d+)-/;

const cacheIn = (home: string) => join(home, "cache");

/** Makes a directory to put a copy together in, which {@link removeAbandonedCopies} finds should this process be killed. */
export async function makeCopyStaging(home: string): Promise<string> {
  await mkdir(cacheIn(home), { recursive: true, mode: 0o700 });
  return await mkdtemp(join(cacheIn(home), `cp-${process.pid}-${Date.now()}-`));
}

/** Removes the copies that killed processes left half made below `MOAT_HOME`. */
export async function removeAbandonedCopies(home: string): Promise<void> {
  for (const name of await unless(["ENOENT"], readdir(cacheIn(home)), [])) {
    const [, pid, time] = STAGING.exec(name) ?? [];
    if (pid === undefined) continue;
    if (isOwnerAlive({ ownerPid: Number(pid), createdAt: new Date(Number(time)).toISOString() })) continue;
    await removeTree(join(cacheIn(home), name));
  }
}
