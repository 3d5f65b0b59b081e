import type { Origin, Setting } from "@moat/config";
import type { BindMount, PublishedPort, ResourceLimits, TmpfsMount, Ulimit } from "@moat/core";

/** One variable of the command's environment. */
export type PlannedVariable = Setting<string>;

/** A mount, and who asked for it. */
export interface PlannedMount extends BindMount {
  readonly origin: Origin;
}

/** A limit of the kernel, and who asked for it. */
export interface PlannedUlimit extends Ulimit {
  readonly origin: Origin;
}

/** Who the command is, inside. */
export interface PlannedUser {
  readonly uid: number;
  readonly gid: number;
  /** The name to use where the image has no entry for this uid. */
  readonly name: string;
}

/**
 * Everything that `moat run` decides, as data: no engine was asked, nothing was changed. The executor only obeys it,
 * and `--dry-run --json` prints it.
 */
export interface RunPlan {
  readonly id: string;
  readonly name: string;
  /** What agent.yaml says of the agent, for people to read; empty where it says nothing. */
  readonly agent: string;
  readonly agentVersion: string;
  /** Absolute and resolved: symbolic links lead to one identity. */
  readonly workspace: string;
  /** `auto` lets the machine decide. */
  readonly runtime: "auto" | "docker" | "apple";
  readonly sandbox: boolean;
  readonly image: string;
  /** The program and its arguments, unchanged. */
  readonly command: readonly string[];
  readonly workingDir: string;
  readonly user: PlannedUser;
  readonly env: Readonly<Record<string, PlannedVariable>>;
  /** The workspace first. */
  readonly mounts: readonly PlannedMount[];
  readonly tmpfs: readonly TmpfsMount[];
  readonly ports: readonly (PublishedPort & { readonly name: string })[];
  readonly network: string;
  /** IP addresses; empty for the engine's choice. */
  readonly dns: readonly string[];
  readonly addedCapabilities: readonly string[];
  readonly limits: ResourceLimits;
  readonly ulimits: readonly PlannedUlimit[];
  readonly labels: Readonly<Record<string, string>>;
  /** Whether the command has a terminal. */
  readonly interactive: boolean;
  /** Whether the run is left alone once it has started. */
  readonly detach: boolean;
  /** Whether the command reads moat's standard input. */
  readonly stdin: boolean;
  /** Whether the container stays after the run has ended. */
  readonly keep: boolean;
  /** Whether the image is fetched or built anew. */
  readonly rebuild: boolean;
  /** Where each of these came from. */
  readonly origins: Readonly<Record<PlannedSetting, Origin>>;
}

/** What of a plan has one origin as a whole. */
export type PlannedSetting =
  | "name"
  | "agent"
  | "agentVersion"
  | "runtime"
  | "sandbox"
  | "image"
  | "command"
  | "ports"
  | "dns"
  | "memoryBytes"
  | "cpus"
  | "logBytes"
  | "interactive";
