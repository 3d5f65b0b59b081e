import { type TerminalSize, isMoatError } from "@moat/core";
import { type RunContext, type RunPlan, type StartedRun, startRun } from "@moat/run-manager";
import { onInterrupts, signalExitCode } from "../terminal/interrupts.ts";
import { terminalSize } from "../terminal/raw-terminal.ts";

/** How starting in the background ended. */
export type BackgroundResult =
  | { readonly kind: "started"; readonly record: StartedRun["record"] }
  | { readonly kind: "interrupted"; readonly exitCode: number };

/** Starts a run and leaves it alone. A signal before it has started undoes everything. */
export async function runInBackground(context: RunContext, plan: RunPlan): Promise<BackgroundResult> {
  const starting = new AbortController();
  let by: NodeJS.Signals | undefined;
  const release = onInterrupts((name) => {
    by ??= name;
    starting.abort(new Error(name));
  });
  try {
    const { record } = await startRun(context, plan, { signal: starting.signal, terminalSize: backgroundSize() });
    return { kind: "started", record };
  } catch (error) {
    if (by === undefined || !isMoatError(error, "CANCELED")) throw error;
    return { kind: "interrupted", exitCode: signalExitCode(by) };
  } finally {
    release();
  }
}

/** A terminal that nobody looks at has the size of this one, or what programs take for usual. */
function backgroundSize(): TerminalSize {
  const size = terminalSize();
  return size.rows === 0 ? { columns: 80, rows: 24 } : size;
}
