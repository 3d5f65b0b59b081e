import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { MoatHome } from "./moat-home.ts";
import { unless } from "./unless.ts";

/** What is being made has such a name for a moment; after this long it is what somebody left. */
const MAKING_MS = 600_000;
/** In the directories of runs and names; see `atomic-file.ts`, `create-run.ts` and `remove-run.ts`. */
const MADE = /^\.(?:tmp-|run_)/;
/** In the cache; see `openJsonCache`, and what the CLI keeps of its code. */
const CACHED = /\.(?:json|code)\.[0-9a-f]+$/;

/** Removes what killed processes have left below `MOAT_HOME` while they made or removed something small. */
export async function sweepHome(home: MoatHome): Promise<void> {
  for (const directory of [home.path, home.runs, home.names]) await sweep(directory, MADE);
  await sweep(join(home.path, "cache"), CACHED);
}

async function sweep(directory: string, pattern: RegExp): Promise<void> {
  for (const name of await unless(["ENOENT"], readdir(directory), [])) {
    if (!pattern.test(name)) continue;
    const path = join(directory, name);
    const stats = await unless(["ENOENT"], stat(path), undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs >= MAKING_MS)
      await rm(path, { recursive: true, force: true });
  }
}
