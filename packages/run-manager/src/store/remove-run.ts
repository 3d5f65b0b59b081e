import { rename, rm } from "./small-files.ts";
import { join } from "node:path";
import type { RunRecord } from "../run-record.ts";
import { endedEntry, leaveEnded } from "./ended-index.ts";
import { unless } from "./unless.ts";
import type { MoatHome } from "./moat-home.ts";
import { releaseName } from "./name-claims.ts";
import { randomHex } from "./random-hex.ts";

/** Removes all that is kept of a run; of one whose record cannot be read, what can be found by its id. */
export async function removeRun(home: MoatHome, id: string, record: RunRecord | undefined): Promise<void> {
  // Out of sight at once, for nobody should see half a run.
  const doomed = join(home.runs, `.${id}-${randomHex(4)}`);
  await unless(["ENOENT"], rename(join(home.runs, id), doomed), undefined);
  await rm(doomed, { recursive: true, force: true });
  if (record !== undefined) {
    await releaseName(home.names, record.name, id);
    await leaveEnded(home.ended, endedEntry(record));
  }
  await rm(join(home.live, id), { force: true });
}
