import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { systemErrorCode } from "@moat/core";
import { isOwnerAlive } from "../execute/is-owner-alive.ts";
import { asHomeError } from "../store/as-home-error.ts";
import { readdir as readSmall } from "../store/small-files.ts";
import { unless } from "../store/unless.ts";

/** A directory of trials says by its name whose they are: the process, its time, and the engine. */
const PLACE = /^(\d+)-(\d+)-([0-9a-f]{12})$/;

/** Where trials keep their copies. */
const placesIn = (home: string) => join(home, "compat");

/** Makes a directory for this process's trials, which {@link removeAbandonedTrials} finds should this process be killed. */
export async function makeTrialPlace(home: string, engineId: string): Promise<string> {
  const path = join(placesIn(home), `${process.pid}-${Date.now()}-${engineHash(engineId)}`);
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw asHomeError(home, error);
  }
  return path;
}

/** Tells whether a process left trials behind when it was killed. */
export async function hasAbandonedTrials(home: string): Promise<boolean> {
  return (await abandonedTrials(home)).length > 0;
}

/** Removes the copies that killed processes left; their containers must be gone already. */
export async function removeAbandonedTrials(home: string, engineId: string): Promise<void> {
  for (const name of await abandonedTrials(home))
    // The containers of another engine are still there, perhaps at work.
    if (name.endsWith(engineHash(engineId))) await removeTree(join(placesIn(home), name));
}

async function abandonedTrials(home: string): Promise<readonly string[]> {
  const names = await readSmall(placesIn(home)).catch((error: unknown) => {
    if (systemErrorCode(error) === "ENOENT") return [];
    throw asHomeError(home, error);
  });
  return names.filter((name) => {
    const [, pid, time] = PLACE.exec(name) ?? [];
    if (pid === undefined) return false;
    return !isOwnerAlive({ ownerPid: Number(pid), createdAt: new Date(Number(time)).toISOString() });
  });
}

/** Removes a directory and everything in it, though a command has made some of it unreadable. Idempotent. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if (!["EACCES", "EPERM", "ENOTEMPTY"].includes(systemErrorCode(error))) throw error;
    await openUp(path);
    await rm(path, { recursive: true, force: true });
  }
}

/** What failed to be removed goes on being removed at other ends: what is not there any more needs no opening. */
async function openUp(path: string): Promise<void> {
  await unless(["ENOENT"], chmod(path, 0o700), undefined);
  for (const entry of await unless(["ENOENT"], readdir(path, { withFileTypes: true }), []))
    if (entry.isDirectory()) await openUp(join(path, entry.name));
}

function engineHash(engineId: string): string {
  return createHash("sha256").update(engineId).digest("hex").slice(0, 12);
}
