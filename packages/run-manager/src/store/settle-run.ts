import { readdir, rm, stat } from "./small-files.ts";
import { join } from "node:path";
import { MoatError, isMoatError } from "@moat/core";
import { isTerminal } from "../run-state.ts";
import { isTemporary } from "./atomic-file.ts";
import { isLeftBehind } from "./process-file.ts";
import { enterEnded } from "./ended-index.ts";
import { unless } from "./unless.ts";
import type { MoatHome } from "./moat-home.ts";
import { readRecord } from "./record-file.ts";

/** An index entry without a run is a run that is just being made, until it is this old. */
const CREATION_MS = 60_000;

/** Takes a run out of the index of live runs, as `RunStore.settle` says, with what killed processes left of it. */
export async function settleRun(home: MoatHome, id: string): Promise<void> {
  const entry = join(home.live, id);
  const directory = join(home.runs, id);
  try {
    const record = await readRecord(directory);
    if (!isTerminal(record.state))
      throw new MoatError("INTERNAL", `The run ${id} was to be settled while it is ${record.state.status}.`);
    await sweep(directory);
    // Before it leaves the other index: a run that is in none costs everybody a look at its record.
    await enterEnded(home.ended, record);
  } catch (error) {
    if (!isMoatError(error, "RUN_NOT_FOUND")) throw error;
    const stats = await unless(["ENOENT"], stat(entry), undefined);
    if (stats === undefined || Date.now() - stats.mtimeMs < CREATION_MS) return;
    await rm(join(home.runs, `.${id}`), { recursive: true, force: true });
  }
  await rm(entry, { force: true });
}

/** Removes what killed processes left; another that finishes the same run may still be writing its copy of the log. */
async function sweep(directory: string): Promise<void> {
  const names = await unless(["ENOENT"], readdir(directory), []);
  for (const name of names)
    if (isTemporary(name) || (await isLeftBehind(directory, name))) await rm(join(directory, name), { force: true });
}
