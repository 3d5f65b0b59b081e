import { MoatError } from "@moat/core";
import { type CompatReport, type RunPlan, type Trial, reconcileRuns, runCompat } from "@moat/run-manager";
import { trialText } from "../present/present-compat.ts";
import { type Workbench, openContext } from "./open-context.ts";
import { planFor } from "./plan-for.ts";
import { untilInterrupted } from "./unless-interrupted.ts";

/** What `moat compat` was asked. */
export interface CompatRequest {
  readonly path: string;
  readonly command: readonly string[];
  readonly env?: readonly string[] | undefined;
  readonly mount?: readonly string[] | undefined;
  readonly times: number;
  /** Seconds. */
  readonly timeout: number;
}

/** What came of it: a report, unless a signal came before. */
export interface CompatOutcome {
  readonly exitCode: number;
  readonly report: (CompatReport & { readonly plan: RunPlan }) | undefined;
}

/** Tries a command under gVisor and under runc; a signal ends it and removes everything, one who insists does not wait. */
export async function compareRuntimes(
  bench: Workbench,
  request: CompatRequest,
  version: string,
): Promise<CompatOutcome> {
  const plan = await planOf(bench, request, version);
  const gvisor = await openContext(bench, { sandbox: true, runtime: "docker", check: "now" });
  await using _gvisor = gvisor.runtime;
  const runc = await openContext(bench, { sandbox: false, runtime: "docker", check: "now" });
  await using _runc = runc.runtime;
  await reconcileRuns(gvisor);
  let made = 0;
  const onTrial = (trial: Trial) => {
    made += 1;
    bench.diagnostics.note(`${made} of ${2 * request.times}: ${trialText(trial)}`);
  };
  try {
    const outcome = await untilInterrupted(async (signal) => {
      const options = { times: request.times, timeoutMs: request.timeout * 1000, signal, onTrial };
      return { kind: "compared", report: await runCompat({ gvisor, runc }, plan, options) } as const;
    });
    if (outcome.kind === "interrupted") return { exitCode: outcome.exitCode, report: undefined };
    return { exitCode: outcome.report.exitCode, report: { ...outcome.report, plan } };
  } finally {
    bench.diagnostics.endProgress();
  }
}

/** As a plan for the background: then nothing needs a terminal, whatever `agent.yaml` says. */
async function planOf(
  bench: Workbench,
  { path, command, env, mount }: CompatRequest,
  version: string,
): Promise<RunPlan> {
  const never = {
    rebuild: false,
    frozen: false,
    keep: false,
    interactive: false,
    "no-sandbox": false,
    "no-shims": false,
    json: false,
  };
  const flags = { ...never, command, env, mount, detach: true };
  // Looked at before anything is written.
  const { origins } = await planFor(bench, path, { ...flags, "dry-run": true }, version);
  if (origins.command !== "default") return await planFor(bench, path, { ...flags, "dry-run": false }, version);
  throw new MoatError("USAGE", "There is no command to try.", { hint: "Name one: moat compat -- COMMAND" });
}
