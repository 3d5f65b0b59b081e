import type { LeakOutcome, LeakedProcess } from "./facts.ts";

/** A process of this machine, as the kernel's table has it. */
export interface HostProcess {
  readonly pid: number;
  readonly args: readonly string[];
}

/** An engine, and what it knows. */
export interface KnownContainers {
  readonly socketPath: string;
  readonly containerIds: ReadonlySet<string>;
}

/** Where containerd may listen that an engine shares with the rest of the machine. */
const SYSTEM_CONTAINERD = "/run/containerd/containerd.sock";

/**
 * Compares the processes of containers with the containers that the engine knows. Other engines of the machine, and
 * Kubernetes, have such processes too: only those are compared that belong to this engine's containerd. Pure.
 */
export function findLeaks(processes: readonly HostProcess[], engine: KnownContainers): LeakOutcome {
  const place = enginePlace(processes, engine.socketPath);
  if (place === undefined) return { kind: "not-seen", why: `no process of dockerd that serves ${engine.socketPath}` };
  const leaked: LeakedProcess[] = [];
  for (const { pid, args } of processes) {
    const found = ofContainer(args, place);
    if (found !== undefined && !engine.containerIds.has(found.containerId)) leaked.push({ pid, ...found });
  }
  return { kind: "looked", leaked };
}

interface EnginePlace {
  readonly execRoot: string;
  readonly containerds: readonly string[];
}

function enginePlace(processes: readonly HostProcess[], socketPath: string): EnginePlace | undefined {
  const daemons = processes.filter(({ args }) => baseName(args[0] ?? "") === "dockerd").map(({ args }) => args);
  const named = daemons.find((args) => flags(args, ["-H", "--host"]).includes(`unix://${socketPath}`));
  // One that names no socket may have it from systemd or its settings; then it is meant where it is the only one.
  const args = named ?? (daemons.length === 1 ? daemons[0] : undefined);
  if (args === undefined) return undefined;
  const execRoot = canonical(flags(args, ["--exec-root"])[0] ?? "/run/docker");
  const given = flags(args, ["--containerd"]).map(canonical);
  return {
    execRoot,
    containerds: given.length > 0 ? given : [`${execRoot}/containerd/containerd.sock`, SYSTEM_CONTAINERD],
  };
}

function ofContainer(
  args: readonly string[],
  { execRoot, containerds }: EnginePlace,
): Omit<LeakedProcess, "pid"> | undefined {
  const program = baseName(args[0] ?? "");
  if (program.startsWith("containerd-shim-")) {
    const [containerId = ""] = flags(args, ["-id"]);
    const isOurs = containerds.includes(canonical(flags(args, ["-address"])[0] ?? ""));
    return isOurs && flags(args, ["-namespace"])[0] === "moby" && ID.test(containerId)
      ? { kind: "shim", containerId }
      : undefined;
  }
  const kind = program === "runsc-sandbox" ? "sandbox" : program === "runsc-gofer" ? "gofer" : undefined;
  const root = canonical(flags(args, ["--root"])[0] ?? "");
  if (kind === undefined || !root.startsWith(`${execRoot}/`)) return undefined;
  const containerId = args.map((arg) => /\/moby\/([0-9a-f]{64})(?:\/|$)/.exec(arg)?.[1]).find((id) => id !== undefined);
  return containerId === undefined ? undefined : { kind, containerId };
}

const ID = /^[0-9a-f]{64}$/;

/** The values of a flag, written as two words or with an equals sign. */
function flags(args: readonly string[], names: readonly string[]): readonly string[] {
  return args.flatMap((arg, at) => {
    if (names.includes(arg)) return args[at + 1] ?? [];
    const name = names.find((each) => arg.startsWith(`${each}=`));
    return name === undefined ? [] : arg.slice(name.length + 1);
  });
}

/** `/var/run` is a link to `/run` on every system that has both. */
function canonical(path: string): string {
  return path.replace(/^\/var\/run\//, "/run/");
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
