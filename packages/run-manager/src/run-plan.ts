import type { BindMount, PublishedPort, ResourceLimits, TmpfsMount } from "@moat/core";

/** Where a value of the plan came from; the later ones lose against the earlier. */
export type Origin = "flag" | "environment" | "agent.yaml" | "default" | "host";

/** One variable of the command's environment. */
export interface PlannedVariable {
  readonly value: string;
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
  readonly mounts: readonly BindMount[];
  readonly tmpfs: readonly TmpfsMount[];
  readonly ports: readonly (PublishedPort & { readonly name: string })[];
  readonly network: string;
  readonly addedCapabilities: readonly string[];
  readonly limits: ResourceLimits;
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
  /** Where each of these came from: image, command, name, runtime, sandbox, interactive. */
  readonly origins: Readonly<Record<"image" | "command" | "name" | "runtime" | "sandbox" | "interactive", Origin>>;
}
