import { type ContainerSpec, type FileSpec, type TerminalSize, containerSpec } from "@moat/core";
import { containerName } from "../container-name.ts";
import { GIT_CONFIG_FILE, gitConfigFile } from "../plan/git-config-file.ts";
import type { RunPlan } from "../run-plan.ts";
import type { ContainerAccount } from "./account-files.ts";
import { withPreRun } from "./pre-run.ts";

/** What a spec needs that no plan knows. */
export interface SpecFacts {
  /** The name of the plan's image in the engine. */
  readonly image: string;
  readonly account: ContainerAccount;
  /** What is put into the container beside the account's files. */
  readonly files: readonly FileSpec[];
  readonly terminalSize: TerminalSize;
}

/** Writes a plan as the spec of its container. Pure. */
export function planToSpec(plan: RunPlan, { image, account, files, terminalSize }: SpecFacts): ContainerSpec {
  const { command, files: scripts } = withPreRun(plan.preRun, plan.command);
  const planned = Object.fromEntries(Object.entries(plan.env).map(([name, { value }]) => [name, value]));
  return containerSpec({
    name: containerName(plan),
    image,
    command,
    env: { HOME: account.home, ...planned },
    workingDir: plan.workingDir,
    user: account.user,
    labels: plan.labels,
    mounts: plan.mounts.map(({ origin: _origin, ...mount }) => mount),
    tmpfs: plan.tmpfs,
    ports: plan.ports.map(({ containerPort, hostPort }) => ({ containerPort, hostPort })),
    network: plan.network,
    dns: plan.dns,
    addedCapabilities: plan.addedCapabilities,
    limits: plan.limits,
    ulimits: plan.ulimits.map(({ origin: _origin, ...ulimit }) => ulimit),
    tty: plan.interactive,
    stdin: plan.stdin,
    terminalSize,
    files: [...account.files, ...files, ...scripts, ...gitFiles(plan)],
  });
}

function gitFiles({ git: { settings } }: RunPlan): readonly FileSpec[] {
  if (settings.length === 0) return [];
  return [{ path: GIT_CONFIG_FILE, kind: "file", content: gitConfigFile(settings), mode: 0o644, uid: 0, gid: 0 }];
}
