import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { unless } from "./unless.ts";
import type { MoatHome } from "./moat-home.ts";
import { releaseName } from "./name-claims.ts";

/** Removes all that is kept of a run. Of a run whose record cannot be read the name may be empty. */
export async function removeRun(home: MoatHome, run: { readonly id: string; readonly name: string }): Promise<void> {
  // Out of sight at once, for nobody should see half a run.
  const doomed = join(home.runs, `.${run.id}-${randomBytes(4).toString("hex")}`);
  await unless(["ENOENT"], rename(join(home.runs, run.id), doomed), undefined);
  await rm(doomed, { recursive: true, force: true });
  if (run.name !== "") await releaseName(home.names, run.name, run.id);
  await rm(join(home.live, run.id), { force: true });
}
