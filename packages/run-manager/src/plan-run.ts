import type { Config } from "@moat/config";
import { MoatError } from "@moat/core";
import type { HostFacts, PathFacts } from "@moat/host";
import { DEFAULT_CAPABILITIES } from "./plan/default-capabilities.ts";
import { DEFAULT_LIMITS } from "./plan/default-limits.ts";
import { planCommand } from "./plan/plan-command.ts";
import { planEnv } from "./plan/plan-env.ts";
import { planImage } from "./plan/plan-image.ts";
import { planLabels } from "./plan/plan-labels.ts";
import { WORKSPACE_TARGET, planMounts } from "./plan/plan-mounts.ts";
import { planName } from "./plan/plan-name.ts";
import { planRuntime } from "./plan/plan-runtime.ts";
import { planSandbox } from "./plan/plan-sandbox.ts";
import { planTerminal } from "./plan/plan-terminal.ts";
import { planTmpfs } from "./plan/plan-tmpfs.ts";
import { planUser } from "./plan/plan-user.ts";
import type { RunPlan } from "./run-plan.ts";
import type { RunRequest } from "./run-request.ts";

/** What makes a run this run: everything that is random, or the clock's. */
export interface RunIdentity {
  readonly id: string;
  /** See `RunStore.installation`. */
  readonly installation: string;
  /** Moat's own version. */
  readonly version: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The name to use when nobody gave one. */
  readonly candidateName: string;
}

/** Everything that a plan is made from. */
export interface PlanInput {
  readonly config: Config;
  readonly request: RunRequest;
  readonly host: HostFacts;
  /** Resolved; see `resolveWorkspace`. */
  readonly workspace: string;
  readonly identity: RunIdentity;
  /** What is at an absolute path of this machine; see `inspectPath`. */
  readonly paths: (path: string) => PathFacts;
}

/** Decides everything about a run. Pure: equal input gives an equal plan. */
export function planRun(input: PlanInput): RunPlan {
  const { config, request, identity, workspace } = input;
  refuseGrants(request.grants);
  const runtime = planRuntime(input);
  const sandbox = planSandbox(input);
  const image = planImage(input);
  const command = planCommand(input);
  const name = planName(input);
  const terminal = planTerminal(input);
  const mounts = planMounts(input);
  return {
    id: identity.id,
    name: name.name,
    workspace,
    runtime: runtime.runtime,
    sandbox: sandbox.sandbox,
    image: image.image,
    command: command.command,
    workingDir: WORKSPACE_TARGET,
    user: planUser(input),
    env: planEnv(input, { name: name.name, interactive: terminal.interactive }),
    mounts,
    tmpfs: planTmpfs(mounts),
    // The engine chooses the host's port, so that two runs of one workspace never collide.
    ports: Object.entries(config.ports).map(([port, containerPort]) => ({ name: port, containerPort, hostPort: 0 })),
    network: "bridge",
    addedCapabilities: DEFAULT_CAPABILITIES,
    limits: DEFAULT_LIMITS,
    labels: planLabels(input, { name: name.name, sandbox: sandbox.sandbox }),
    interactive: terminal.interactive,
    detach: request.detach,
    stdin: terminal.stdin,
    keep: request.keep,
    rebuild: request.rebuild,
    origins: {
      image: image.origin,
      command: command.origin,
      name: name.origin,
      runtime: runtime.origin,
      sandbox: sandbox.origin,
      interactive: terminal.origin,
    },
  };
}

/** A grant that is silently not given would be found out much later, by a failing agent. */
function refuseGrants(grants: readonly string[]): void {
  if (grants.length === 0) return;
  throw new MoatError("GRANTS_UNSUPPORTED", `Grants are not supported yet: ${grants.join(", ")}.`, {
    hint: "Leave out --grant.",
    details: { grants },
  });
}
