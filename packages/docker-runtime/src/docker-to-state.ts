import type { ContainerExit, ContainerInfo, ContainerState, ContainerSummary } from "@moat/core";

/** The engine's inspect answer, as far as moat reads it. */
export interface RawContainer {
  readonly Id: string;
  readonly Name: string;
  readonly Created: string;
  readonly Config: RawConfig;
  readonly State: RawState;
  readonly HostConfig: { readonly Runtime?: string };
  readonly NetworkSettings?: { readonly Ports?: Readonly<Record<string, readonly RawBinding[] | null>> | null };
}

interface RawConfig {
  readonly Image: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Tty: boolean;
  readonly OpenStdin: boolean;
}

interface RawState {
  readonly Status: string;
  readonly ExitCode: number;
  readonly OOMKilled: boolean;
  readonly Error: string;
  readonly StartedAt: string;
  readonly FinishedAt: string;
}

interface RawBinding {
  readonly HostIp: string;
  readonly HostPort: string;
}

/** One row of the engine's list answer. */
export interface RawContainerRow {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Created: number;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly State: string;
}

/** Reads the engine's state. What is being removed has ended, if it ever ran. Pure. */
export function toContainerState(raw: RawState): ContainerState {
  switch (raw.Status) {
    case "running":
    case "restarting":
      return { phase: "running", startedAt: raw.StartedAt };
    case "paused":
      return { phase: "paused", startedAt: raw.StartedAt };
    case "created":
      // A start that failed leaves "created" with the error set and, on some engines, an exit code.
      return { phase: "created" };
    case "removing":
    case "dead":
      return raw.StartedAt.startsWith("0001-") ? { phase: "created" } : { phase: "exited", exit: toContainerExit(raw) };
    default:
      return { phase: "exited", exit: toContainerExit(raw) };
  }
}

function toContainerExit(raw: RawState): ContainerExit {
  return {
    code: raw.ExitCode,
    outOfMemory: raw.OOMKilled,
    error: raw.Error,
    startedAt: raw.StartedAt,
    finishedAt: raw.FinishedAt,
  };
}

/** Reads the engine's inspect answer. Pure. */
export function toContainerInfo(raw: RawContainer): ContainerInfo {
  return {
    id: raw.Id,
    name: raw.Name.replace(/^\//, ""),
    image: raw.Config.Image,
    labels: raw.Config.Labels ?? {},
    createdAt: raw.Created,
    state: toContainerState(raw.State),
    ports: toPublishedPorts(raw),
  };
}

function toPublishedPorts(raw: RawContainer): ContainerInfo["ports"] {
  return Object.entries(raw.NetworkSettings?.Ports ?? {}).flatMap(([port, bindings]) =>
    (bindings ?? []).map((binding) => ({
      containerPort: Number.parseInt(port, 10),
      hostPort: Number.parseInt(binding.HostPort, 10),
    })),
  );
}

/** Reads one row of the engine's list answer. Pure. */
export function toContainerSummary(row: RawContainerRow): ContainerSummary {
  const phase =
    row.State === "created" || row.State === "paused"
      ? row.State
      : row.State === "running" || row.State === "restarting"
        ? "running"
        : "exited";
  return {
    id: row.Id,
    name: (row.Names[0] ?? "").replace(/^\//, ""),
    labels: row.Labels ?? {},
    createdAt: new Date(row.Created * 1000).toISOString(),
    phase,
  };
}
