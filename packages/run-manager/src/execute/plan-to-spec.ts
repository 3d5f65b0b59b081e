import { type ContainerSpec, type TerminalSize, containerSpec } from "@moat/core";
import { containerName } from "../container-name.ts";
import type { RunPlan } from "../run-plan.ts";
import type { ContainerAccount } from "./account-files.ts";

/** Writes a plan as the spec of its container. Pure. */
export function planToSpec(plan: RunPlan, account: ContainerAccount, terminalSize: TerminalSize): ContainerSpec {
  const planned = Object.fromEntries(Object.entries(plan.env).map(([name, { value }]) => [name, value]));
  return containerSpec({
    name: containerName(plan),
    image: plan.image,
    command: plan.command,
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
    files: account.files,
  });
}
