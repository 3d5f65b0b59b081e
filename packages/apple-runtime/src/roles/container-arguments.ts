import { type BindMount, type ContainerSpec, MoatError, type PublishedPort, type Ulimit } from "@moat/core";
import { variableArguments } from "../program/program-env.ts";
import { appleId } from "../state/apple-id.ts";
import { type ContainerFacts, factsLabel, labelArguments } from "../state/labels.ts";

const MEBIBYTE = 1024 ** 2;
/** Apple's own least. */
const LEAST_MEMORY_BYTES = 200 * MEBIBYTE;

/** What of a container is decided before its arguments are written. */
export interface Decided {
  readonly facts: ContainerFacts;
  /** The spec's ports, each with a port of the host. */
  readonly ports: readonly PublishedPort[];
  /** The spec's files, as mounts of copies. */
  readonly files: readonly BindMount[];
  /** What a container gets that asks for no limit: Apple's own default is 1 GiB. */
  readonly defaultMemoryBytes: number;
}

/** A call of the program. */
export interface WrittenCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Writes a spec as a call of `container create`. Pure. Every option comes before the image, for what is after it goes to the
 * command. Throws `MOUNT_INVALID` for a path that no option can carry.
 */
export function containerArguments(spec: ContainerSpec, decided: Decided): WrittenCall {
  const { facts, ports, files, defaultMemoryBytes } = decided;
  const { limits } = spec;
  const variables = variableArguments(spec.env);
  const memory = Math.max(LEAST_MEMORY_BYTES, limits.memoryBytes > 0 ? limits.memoryBytes : defaultMemoryBytes);
  const args = [
    "create",
    `--name=${appleId(spec.name)}`,
    // Forwards signals and reaps: without it the first process hears only what it handles.
    "--init",
    ...labelArguments({ ...spec.labels, ...factsLabel(facts) }),
    ...variables.args,
    ...(spec.tty ? ["--tty"] : []),
    ...(spec.workingDir === "" ? [] : [`--workdir=${spec.workingDir}`]),
    ...(spec.user === "" ? [] : [`--user=${spec.user}`]),
    `--memory=${Math.ceil(memory / MEBIBYTE)}M`,
    ...(limits.cpus > 0 ? [`--cpus=${Math.ceil(limits.cpus)}`] : []),
    ...ulimits(spec).map(({ name, soft, hard }) => `--ulimit=${name}=${soft}:${hard}`),
    ...spec.dns.map((address) => `--dns=${address}`),
    "--cap-drop=ALL",
    ...spec.addedCapabilities.map((name) => `--cap-add=${name}`),
    ...[...spec.mounts, ...files].toSorted((a, b) => depth(a.target) - depth(b.target)).map(mountArgument),
    ...spec.tmpfs.map(({ target, mode }) => {
      if (/[,=]/.test(target)) throw unmountable(target);
      return `--mount=type=tmpfs,destination=${target},mode=${mode.toString(8)}`;
    }),
    ...ports.map(({ hostPort, containerPort }) => `--publish=127.0.0.1:${hostPort}:${containerPort}/tcp`),
    ...(spec.network === "bridge" ? [] : [`--network=${spec.network}`]),
    spec.image,
    ...spec.command,
  ];
  return { args, env: variables.env };
}

/** There is no limit on the processes of a container; in a machine of its own, that of its user comes to the same. */
function ulimits({ ulimits: asked, limits: { pids } }: ContainerSpec): readonly Ulimit[] {
  const isLimited = pids === 0 || asked.some(({ name }) => name === "nproc");
  return isLimited ? asked : [...asked, { name: "nproc", soft: pids, hard: pids }];
}

function depth(path: string): number {
  return path.split("/").length;
}

/** One option splits at `:`, the other at `,` and `=`; so most paths have one that carries them. */
function mountArgument({ source, target, readOnly }: BindMount): string {
  if (!source.includes(":") && !target.includes(":")) return `--volume=${source}:${target}${readOnly ? ":ro" : ""}`;
  if (/[,=]/.test(source + target)) throw unmountable(/[,=:]/.test(source) ? source : target);
  return `--mount=type=bind,source=${source},target=${target}${readOnly ? ",readonly" : ""}`;
}

function unmountable(path: string): MoatError {
  return new MoatError("MOUNT_INVALID", `Apple's container cannot mount ${path}: the path has ":", "," or "=".`, {
    hint: "Rename the directory, or mount its parent.",
    details: { path },
  });
}
