import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { MoatHome } from "./moat-home.ts";
import { unless } from "./unless.ts";

/** What is being made has a name that begins with a dot, for a moment; after this long it is what somebody left. */
const MAKING_MS = 600_000;

/** Removes what killed processes have left in the directories of runs and names while they made or removed something. */
export async function sweepHome(home: MoatHome): Promise<void> {
  for (const directory of [home.path, home.runs, home.names]) {
    for (const name of await unless(["ENOENT"], readdir(directory), [])) {
      if (!/^\.(?:tmp-|run_)/.test(name)) continue;
      const path = join(directory, name);
      const stats = await unless(["ENOENT"], stat(path), undefined);
      if (stats !== undefined && Date.now() - stats.mtimeMs >= MAKING_MS)
        await rm(path, { recursive: true, force: true });
    }
  }
}
