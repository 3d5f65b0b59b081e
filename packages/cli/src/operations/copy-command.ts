import { type Copied, copyFiles, planCopy } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";
import { untilInterrupted } from "./unless-interrupted.ts";

/** How a copy ended; `copied` is undefined when a signal canceled it. */
export interface CopyOutcome {
  readonly copied: readonly Copied[] | undefined;
  readonly exitCode: number;
}

/** Copies what the words of `moat cp` say. A signal cancels it, and leaves nothing half-made on this machine. */
export async function copyCommand(bench: Workbench, words: readonly string[]): Promise<CopyOutcome> {
  const plan = planCopy(words);
  const outcome = await untilInterrupted(async (signal) => {
    const context = await openReadOnly(bench);
    await using _runtime = context.runtime;
    return { kind: "copied", copied: await copyFiles(context, plan, signal) } as const;
  });
  if (outcome.kind === "interrupted") return { copied: undefined, exitCode: outcome.exitCode };
  return { copied: outcome.copied, exitCode: 0 };
}
