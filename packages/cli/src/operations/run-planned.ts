import { type RunPlan, type RunRecord, reconcileFew } from "@moat/run-manager";
import { detachKeysFor } from "./detach-keys-for.ts";
import { type ContextOptions, type Workbench, openContext } from "./open-context.ts";
import { runInBackground } from "./run-in-background.ts";
import { runInForeground } from "./run-in-foreground.ts";
import { sayLeft } from "./say-left.ts";
import { sayWhyEnded } from "./say-why-ended.ts";

/** What `moat run` ends with. */
export interface RunOutcome {
  readonly exitCode: number;
  /** The run that was started in the background; undefined when the command's own output is all there is to print. */
  readonly started: RunRecord | undefined;
}

/** What is asked for beside the plan. */
export interface RunPlannedOptions extends Pick<ContextOptions, "engine"> {
  /** Whether the sandbox is proved anew. */
  readonly prove: boolean;
  /** The keys that leave an interactive run, where they are not the usual ones. */
  readonly "detach-keys"?: string | undefined;
}

/** Does what a plan says, in the background or in the foreground. */
export async function runPlanned(bench: Workbench, plan: RunPlan, options: RunPlannedOptions): Promise<RunOutcome> {
  const { diagnostics, host } = bench;
  lookAhead(options.engine, plan);
  const keys = detachKeysFor(plan.interactive && !plan.detach, options["detach-keys"], host.env);
  const context = await openContext(bench, {
    sandbox: plan.sandbox,
    runtime: plan.runtime === "auto" ? "" : plan.runtime,
    check: "now",
    workload: plan.agent === "" ? "command" : "agent",
    prove: options.prove,
    engine: options.engine,
  });
  await using _runtime = context.runtime;
  await reconcileFew(context);
  if (plan.detach) {
    const result = await runInBackground(context, plan);
    diagnostics.endProgress();
    return result.kind === "started"
      ? { exitCode: 0, started: result.record }
      : { exitCode: result.exitCode, started: undefined };
  }
  const result = await runInForeground(context, plan, keys);
  await sayLeft(bench, result);
  if (result.kind === "ended" && result.record.keep)
    diagnostics.debug(`kept the container ${result.record.containerId}`);
  sayWhyEnded(bench, { ...plan, memoryBytes: plan.limits.memoryBytes }, result);
  return { exitCode: result.exitCode, started: undefined };
}

/** The first question of a run that needs no build, asked while the engine still says what it is. */
function lookAhead(engine: RunPlannedOptions["engine"], { build, image, lock, rebuildFrom }: RunPlan): void {
  if (build.dockerfile !== "" || rebuildFrom !== "" || Object.hasOwn(lock.images, image)) return;
  engine?.then(
    (reached) => reached.lookAhead(image),
    () => {},
  );
}
