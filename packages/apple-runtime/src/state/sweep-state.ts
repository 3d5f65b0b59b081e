import { readdir, readlink, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ContainerDirectory } from "./container-directory.ts";

/** What is younger may belong to a container that is just being made. */
const SETTLED_MS = 10 * 60_000;

/**
 * Removes what is left of containers that somebody else has removed, and of calls that were killed while they made one. The
 * given ids are those of all containers that the service has.
 */
export async function sweepState(stateDir: string, ids: ReadonlySet<string>): Promise<void> {
  const names = await readdir(stateDir).catch((): string[] => []);
  const live = new Set(Array.from(ids, (id) => new ContainerDirectory(stateDir, id).path));
  const filesInUse = new Set<string>();
  for (const path of live) filesInUse.add(await readlink(join(path, "files")).catch(() => ""));
  for (const name of names) {
    const path = join(stateDir, name);
    if (live.has(path) || filesInUse.has(path) || !(await isSettled(path))) continue;
    const files = await readlink(join(path, "files")).catch(() => undefined);
    if (files !== undefined) await rm(files, { recursive: true, force: true });
    await rm(path, { recursive: true, force: true });
  }
}

async function isSettled(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > SETTLED_MS;
}
