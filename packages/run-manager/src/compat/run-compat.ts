import type { RunContext } from "../execute/run-context.ts";
import { needsSandbox } from "../plan/plan-limits.ts";
import type { RunPlan } from "../run-plan.ts";
import { type Judgement, type Trial, judgeTrials } from "./judge-trials.ts";
import { runTrial } from "./run-trial.ts";
import { makeTrialPlace, removeTree } from "./trial-place.ts";

/** What {@link runCompat} needs beside the plan. */
export interface CompatOptions {
  /** How often the command is tried under each. */
  readonly times: number;
  /** The time that one trial may take. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told of each trial when it has ended. */
  readonly onTrial: (trial: Trial) => void;
}

/** What came of it. */
export interface CompatReport extends Judgement {
  /** In the order in which they were made: gVisor and runc in turn. */
  readonly trials: readonly Trial[];
}

/**
 * Finds out whether gVisor is why a plan's command fails: tries it under both, in turn, each time on a new copy of the
 * workspace and without network. Leaves nothing behind; what a killed process leaves, `reconcileRuns` removes.
 *
 * @throws `CANCELED`, `WORKSPACE_TOO_LARGE`, `HOME_UNUSABLE`, and what `startRun` throws.
 */
export async function runCompat(
  contexts: { readonly gvisor: RunContext; readonly runc: RunContext },
  plan: RunPlan,
  { times, timeoutMs, signal, onTrial }: CompatOptions,
): Promise<CompatReport> {
  if (plan.ulimits.some(needsSandbox))
    contexts.runc.diagnostics.warn(
      "the ulimit nproc holds under gVisor only: without it, it counts all your processes",
    );
  const engine = await contexts.gvisor.runtime.ping({ signal });
  const place = await makeTrialPlace(contexts.gvisor.store.home, engine.id);
  try {
    const trials: Trial[] = [];
    for (let n = 0; n < times; n += 1) {
      for (const side of ["gvisor", "runc"] as const) {
        const trial = await runTrial(contexts[side], plan, side, { place, timeoutMs, signal });
        onTrial(trial);
        trials.push(trial);
      }
    }
    return { ...judgeTrials(trials), trials };
  } finally {
    await removeTree(place);
  }
}
