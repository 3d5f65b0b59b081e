import type { Config, Lock } from "@moat/config";
import { MoatError } from "@moat/core";
import type { GitFacts, HostFacts, PathFacts } from "@moat/host";
import { DEFAULT_CAPABILITIES } from "./plan/default-capabilities.ts";
import { planBuild } from "./plan/plan-build.ts";
import { planCertificates } from "./plan/plan-certificates.ts";
import { planCommand } from "./plan/plan-command.ts";
import { planEnv } from "./plan/plan-env.ts";
import { planGit } from "./plan/plan-git.ts";
import { planImage } from "./plan/plan-image.ts";
import { planLabels } from "./plan/plan-labels.ts";
import { planDependencies } from "./plan/plan-dependencies.ts";
import { planLimits, planUlimits } from "./plan/plan-limits.ts";
import { planLock } from "./plan/plan-lock.ts";
import { planMounts } from "./plan/plan-mounts.ts";
import { planName } from "./plan/plan-name.ts";
import { planRebuild } from "./plan/plan-rebuild.ts";
import { planSettings } from "./plan/plan-settings.ts";
import { planShims } from "./plan/plan-shims.ts";
import { planTerminal } from "./plan/plan-terminal.ts";
import { planTmpfs } from "./plan/plan-tmpfs.ts";
import { planUser } from "./plan/plan-user.ts";
import { WORKSPACE_TARGET } from "./plan/workspace-target.ts";
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

/** Reads certificate authorities, as PEM. */
export interface CertificateReader {
  /** Those that this machine trusts beside the usual ones. */
  ofHost(): readonly string[];
  /** Those of a file at an absolute path; undefined when it cannot be read. */
  ofFile(path: string): readonly string[] | undefined;
}

/** Everything that a plan is made from. */
export interface PlanInput {
  /** The workspace's agent.yaml. */
  readonly config: Config;
  /** The workspace's agent.lock. */
  readonly lock: Lock;
  /** The config.yaml in moat's own directory. */
  readonly machine: Config;
  readonly request: RunRequest;
  readonly host: HostFacts;
  /** Resolved; see `resolveWorkspace`. */
  readonly workspace: string;
  /** Moat's own directory; see `RunStore.home`. */
  readonly home: string;
  readonly identity: RunIdentity;
  /** What is at an absolute path of this machine; see `inspectPath`. */
  readonly paths: (path: string) => PathFacts;
  /** The certificate authorities of this machine, or those of a file; see `readHostCertificates`. */
  readonly certificates: CertificateReader;
  /** What git would do in the workspace; see `readGit`. */
  readonly git: GitFacts;
}

/** Decides everything about a run. Pure: equal input gives an equal plan. */
export function planRun(input: PlanInput): RunPlan {
  const { request, identity, workspace } = input;
  refuseGrants(request.grants);
  const settings = planSettings(input);
  const image = planImage(settings.baseImage);
  const command = planCommand(settings.command);
  const name = planName(settings.name, identity.candidateName);
  const terminal = planTerminal(input, settings);
  const user = planUser(input);
  const asked = planMounts(input, settings);
  const { git, mounts: gitMounts } = planGit(input, user, asked);
  const mounts = [...asked, ...gitMounts];
  const certificates = planCertificates(input, settings);
  const dependencies = planDependencies(input.config, input.lock);
  const baseImage = image.value;
  const build = planBuild(input, { baseImage, dependencies, user, certificates: certificates.authorities });
  const sandbox = settings.sandbox.value !== "none";
  const runtime = settings.runtime.value || "auto";
  const shims = planShims({ dependencies, sandbox, runtime, noShims: request.noShims });
  const env = planEnv(input, settings, {
    name: name.value,
    interactive: terminal.interactive,
    certificates,
    git,
    shims,
  });
  return {
    id: identity.id,
    name: name.value,
    agent: settings.agent.value,
    agentVersion: settings.version.value,
    workspace,
    runtime,
    sandbox,
    image: image.value,
    build,
    lock: planLock({ config: input.config, lock: input.lock, frozen: request.frozen, image, dependencies, build }),
    preRun: input.config.hooks.preRun,
    command: command.value,
    workingDir: WORKSPACE_TARGET,
    user,
    certificates,
    git,
    env,
    shims: shims
      .filter((shim) => Object.keys(shim.env).some((variable) => env[variable]?.origin === "shim"))
      .map(({ name: shim, dependency, why }) => ({ name: shim, dependency, why })),
    mounts,
    tmpfs: planTmpfs(input, mounts),
    // The engine chooses the host's port, so that two runs of one workspace never collide.
    ports: Object.entries(settings.ports.value).map(([port, containerPort]) => ({
      name: port,
      containerPort,
      hostPort: 0,
    })),
    network: "bridge",
    dns: settings.dns.value,
    addedCapabilities: DEFAULT_CAPABILITIES,
    limits: planLimits(settings),
    ulimits: planUlimits(settings),
    labels: planLabels(input, { name: name.value, sandbox }),
    interactive: terminal.interactive,
    detach: request.detach,
    stdin: terminal.stdin,
    keep: request.keep,
    rebuildFrom: planRebuild(request, build),
    origins: {
      name: name.origin,
      agent: settings.agent.origin,
      agentVersion: settings.version.origin,
      runtime: settings.runtime.origin,
      // An empty or missing value means that it is on, which is what moat does by itself.
      sandbox: sandbox ? "default" : settings.sandbox.origin,
      image: image.origin,
      command: command.origin,
      ports: settings.ports.origin,
      dns: settings.dns.origin,
      memoryBytes: settings.memoryMb.origin,
      cpus: settings.cpus.origin,
      logBytes: settings.logSizeMb.origin,
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
