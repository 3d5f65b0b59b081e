import { type RunPlan, reconcileRuns, startRun } from "@moat/run-manager";
import { terminalSize } from "../terminal/raw-terminal.ts";
import { type Workbench, openContext } from "./open-context.ts";
import { runInForeground } from "./run-in-foreground.ts";

/** What `moat run` ends with. */
export interface RunOutcome {
  readonly exitCode: number;
  /** What `--json` prints; undefined when the command's own output is all there is. */
  readonly json: unknown;
  readonly text: string;
}

/** Does what a plan says, in the background or in the foreground. */
export async function runPlanned(bench: Workbench, plan: RunPlan, json: boolean): Promise<RunOutcome> {
  const context = await openContext(bench, {
    sandbox: plan.sandbox,
    runtime: plan.runtime === "auto" ? "" : plan.runtime,
    check: "now",
  });
  await using _runtime = context.runtime;
  await reconcileRuns(context);
  if (plan.detach) {
    const { record } = await startRun(context, plan, { terminalSize: terminalSize() });
    bench.diagnostics.endProgress();
    return {
      exitCode: 0,
      json: {
        id: record.id,
        name: record.name,
        containerId: record.containerId,
        isolation: record.isolation,
        ports: record.ports,
      },
      text: record.id,
    };
  }
  const result = await runInForeground(context, plan);
  bench.diagnostics.endProgress();
  if (result.kind === "detached") {
    bench.diagnostics.warn(`left the run ${plan.name} running; see moat logs ${plan.name}`);
    return { exitCode: 0, json: undefined, text: "" };
  }
  if (result.kind === "ended" && result.record.keep)
    bench.diagnostics.debug(`kept the container ${result.record.containerId}`);
  return { exitCode: result.exitCode, json: json ? result : undefined, text: "" };
}
