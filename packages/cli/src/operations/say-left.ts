import type { RunRecord } from "@moat/run-manager";
import type { AttendResult } from "./attend.ts";
import type { Workbench } from "./open-context.ts";

/** Says how to come back to a run that goes on. */
export async function sayLeft({ diagnostics, store }: Workbench, result: AttendResult): Promise<void> {
  diagnostics.endProgress();
  if (result.kind !== "detached" && result.kind !== "left") return;
  const name = await nameNow(store, result.record);
  // The cursor is somewhere on the command's screen.
  if (result.kind === "detached")
    process.stderr.write(`\nmoat: detached from ${name}; to come back: moat attach ${name}\n`);
  else diagnostics.warn(`left the run ${name} running; see moat logs ${name}`);
}

/** Its name may have changed while it was watched; its id is good for ever. */
async function nameNow(store: Workbench["store"], { id }: RunRecord): Promise<string> {
  try {
    return (await store.find(id)).name;
  } catch {
    return id;
  }
}
