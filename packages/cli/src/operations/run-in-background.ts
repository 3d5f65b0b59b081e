import type { TerminalSize } from "@moat/core";
import { type RunContext, type RunPlan, type StartedRun, startRun } from "@moat/run-manager";
import { terminalSize } from "../terminal/raw-terminal.ts";
import { type Interrupted, untilInterrupted } from "./unless-interrupted.ts";

/** How starting in the background ended. */
export type BackgroundResult = { readonly kind: "started"; readonly record: StartedRun["record"] } | Interrupted;

/** Starts a run and leaves it alone. A signal before it has started undoes everything. */
export async function runInBackground(context: RunContext, plan: RunPlan): Promise<BackgroundResult> {
  return await untilInterrupted(async (signal) => {
    const { record } = await startRun(context, plan, { signal, terminalSize: backgroundSize() });
    return { kind: "started", record } as const;
  });
}

/** A terminal that nobody looks at has the size of this one, or what programs take for usual. */
function backgroundSize(): TerminalSize {
  const size = terminalSize();
  return size.rows === 0 ? { columns: 80, rows: 24 } : size;
}
