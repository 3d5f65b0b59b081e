import type { ContainerSpec, PublishedPort } from "@moat/core";

/** The parts of the engine's create request that moat uses. */
export interface CreateBody {
  readonly [key: string]: unknown;
  readonly HostConfig: Readonly<Record<string, unknown>>;
}

/** The log driver keeps this many files; together they hold the spec's bound. */
const LOG_FILES = 4;

/**
 * SELinux is told to stay out of it: gVisor refuses to start under a label, and under runc a label keeps the command from
 * the workspace, unless that were relabelled for everybody. Without SELinux it means nothing.
 */
const SECURITY_OPTIONS: readonly string[] = ["no-new-privileges", "label=disable"];

/**
 * What every container of moat gets in its `HostConfig`, the probes too: an init process (equal signals and exit codes on
 * every runtime), no privilege to be gained, no capability, and namespaces of its own.
 */
export const HARDENING = {
  Init: true,
  AutoRemove: false,
  CapDrop: ["ALL"],
  SecurityOpt: SECURITY_OPTIONS,
  // The engine's defaults can be set to others, and on old control groups are the host's.
  IpcMode: "private",
  CgroupnsMode: "private",
} as const;

/**
 * Writes a spec as the engine's create request for one OCI runtime. Pure. What every container of moat gets whatever
 * the spec says: {@link HARDENING}, with the named capabilities added, and our own log driver.
 */
export function specToDocker(spec: ContainerSpec, ociRuntime: string): CreateBody {
  const { limits } = spec;
  return {
    Image: spec.image,
    ...(spec.command.length > 0 ? { Cmd: spec.command } : {}),
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    ...(spec.workingDir === "" ? {} : { WorkingDir: spec.workingDir }),
    ...(spec.user === "" ? {} : { User: spec.user }),
    Labels: spec.labels,
    Tty: spec.tty,
    OpenStdin: spec.stdin,
    StdinOnce: spec.stdin,
    AttachStdin: spec.stdin,
    AttachStdout: true,
    AttachStderr: true,
    ExposedPorts: Object.fromEntries(spec.ports.map((port) => [`${port.containerPort}/tcp`, {}])),
    HostConfig: {
      ...HARDENING,
      Runtime: ociRuntime,
      NetworkMode: spec.network,
      ExtraHosts: spec.extraHosts,
      Dns: spec.dns,
      Mounts: spec.mounts.map((mount) => ({
        Type: "bind",
        Source: mount.source,
        Target: mount.target,
        ReadOnly: mount.readOnly,
      })),
      Tmpfs: Object.fromEntries(
        spec.tmpfs.map((mount) => [mount.target, `rw,exec,nosuid,nodev,mode=${mount.mode.toString(8)}`]),
      ),
      PortBindings: portBindings(spec.ports),
      CapAdd: spec.addedCapabilities,
      PidsLimit: limits.pids,
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes,
      NanoCpus: Math.round(limits.cpus * 1e9),
      Ulimits: spec.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
      ...(spec.tty && spec.terminalSize.rows > 0
        ? { ConsoleSize: [spec.terminalSize.rows, spec.terminalSize.columns] }
        : {}),
      LogConfig: logConfig(limits.logBytes),
    },
  };
}

/** A port of the container may be published on several of the host. */
function portBindings(ports: readonly PublishedPort[]): Readonly<Record<string, readonly object[]>> {
  const bindings: Record<string, object[]> = {};
  for (const { containerPort, hostPort } of ports) {
    const binding = { HostIp: "127.0.0.1", HostPort: hostPort === 0 ? "" : String(hostPort) };
    (bindings[`${containerPort}/tcp`] ??= []).push(binding);
  }
  return bindings;
}

/** Stands for "no bound": the driver insists on one. */
const UNBOUNDED_BYTES = 2 ** 50;

/** The daemon's default driver may be unreadable or unbounded, so it is never used. */
function logConfig(bytes: number): object {
  const size = Math.ceil((bytes > 0 ? bytes : UNBOUNDED_BYTES) / LOG_FILES);
  return { Type: "local", Config: { "max-size": String(size), "max-file": String(LOG_FILES), compress: "false" } };
}
