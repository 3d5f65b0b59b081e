import * as fs from "node:fs";
import { promisify } from "node:util";
import { systemErrorCode } from "@moat/core";

// To wait for a disk takes longer than all else that is done with a record. What has to be on it is on it before something is
// done that cannot be taken back (a container is started, or removed), and until then the engine and the disk work side by side.
const sync = promisify(fs.fsync);
const pending = new Set<Promise<void>>();

/** Makes the names that are in a directory now survive a loss of power, before {@link synced} comes to its end. */
export function syncSoon(directory: string): void {
  const syncing = syncNames(directory);
  // Whoever waits for it is told.
  syncing.catch(() => {});
  pending.add(syncing);
}

/**
 * Waits for everything that was to be on the disk soon. Throws what the disk has said of it, to each that waits at that time: of two
 * none returns before what the other waits for.
 */
export async function synced(): Promise<void> {
  const all = [...pending];
  const results = await Promise.allSettled(all);
  for (const one of all) pending.delete(one);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

async function syncNames(directory: string): Promise<void> {
  let descriptor: number;
  try {
    descriptor = fs.openSync(directory, "r");
  } catch (error) {
    // Somebody has removed it, with its names.
    if (systemErrorCode(error) === "ENOENT") return;
    throw error;
  }
  try {
    await sync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
