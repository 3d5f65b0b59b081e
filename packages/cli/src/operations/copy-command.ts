import { isMoatError } from "@moat/core";
import { type Copied, copyFiles, planCopy } from "@moat/run-manager";
import { onInterrupts, signalExitCode } from "../terminal/interrupts.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";

/** How a copy ended; `copied` is undefined when a signal canceled it. */
export interface CopyOutcome {
  readonly copied: readonly Copied[] | undefined;
  readonly exitCode: number;
}

/** Copies what the words of `moat cp` say. A signal cancels it, and leaves nothing half-made on this machine. */
export async function copyCommand(bench: Workbench, words: readonly string[]): Promise<CopyOutcome> {
  const plan = planCopy(words);
  const abort = new AbortController();
  let by: NodeJS.Signals | undefined;
  const release = onInterrupts((name) => {
    by ??= name;
    abort.abort(new Error(name));
  });
  try {
    const context = await openReadOnly(bench);
    await using _runtime = context.runtime;
    return { copied: await copyFiles(context, plan, abort.signal), exitCode: 0 };
  } catch (error) {
    if (by === undefined || !(isMoatError(error, "CANCELED") || abort.signal.aborted)) throw error;
    return { copied: undefined, exitCode: signalExitCode(by) };
  } finally {
    release();
  }
}
