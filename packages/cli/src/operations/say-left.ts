import type { AttendResult } from "./attend.ts";
import type { Workbench } from "./open-context.ts";

/** Says how to come back to a run that goes on. */
export function sayLeft({ diagnostics }: Workbench, name: string, { kind }: AttendResult): void {
  diagnostics.endProgress();
  // The cursor is somewhere on the command's screen.
  if (kind === "detached") process.stderr.write(`\nmoat: detached from ${name}; to come back: moat attach ${name}\n`);
  if (kind === "left") diagnostics.warn(`left the run ${name} running; see moat logs ${name}`);
}
