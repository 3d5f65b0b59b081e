import type { Origin, Setting } from "@moat/config";
import type { BindMount, BuildFile, PublishedPort, ResourceLimits, TmpfsMount, Ulimit } from "@moat/core";

/** One variable of the command's environment, and who set it: a layer of settings, or a shim. */
export interface PlannedVariable extends Omit<Setting<string>, "origin"> {
  readonly origin: Origin | "shim";
}

/** A shim that a run has, and at least one variable of which nobody has set otherwise. */
export interface PlannedShim {
  readonly name: string;
  /** Which dependency it is for. */
  readonly dependency: string;
  /** What it is against, and what it costs. */
  readonly why: string;
}

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

/** Certificate authorities that a run trusts beside those of its image, and who asked for them. */
export interface PlannedCertificates {
  /** As PEM, sorted. */
  readonly authorities: readonly string[];
  readonly origin: Origin;
}

/** Something that git inside is told: weaker than what it is told there by its user or by a repository. */
export interface PlannedGitSetting {
  /** For instance `user.name`. */
  readonly key: string;
  readonly value: string;
  /** Why: what this machine's `git` says, the `owner` of the workspace, or that it is a `worktree`. */
  readonly source: "git" | "owner" | "worktree";
}

/** How git works inside. */
export interface PlannedGit {
  readonly settings: readonly PlannedGitSetting[];
  /** Why git finds no repository in the workspace although that has a `.git`; empty where it finds one, or there is none. */
  readonly missing: string;
}

/** A part of an image from which on it is built anew; empty for none. */
export type RebuildStart = "" | "base" | "deps" | "hooks";

/** Something that the image of a run gets, at one version. */
export interface PlannedDependency {
  readonly name: string;
  /** Empty where Debian decides. */
  readonly version: string;
  /** Whether agent.yaml names it, rather than something that needs it. */
  readonly asked: boolean;
}

/** What is built on top of the plan's image; all of it is empty where nothing is. */
export interface PlannedBuild {
  readonly dependencies: readonly PlannedDependency[];
  readonly dockerfile: string;
  /** What the Dockerfile copies. */
  readonly files: readonly BuildFile[];
  /** What the Dockerfile starts from or takes files of, the plan's image first. */
  readonly images: readonly string[];
  /** Of the Dockerfile and the files: what equals it is built once. */
  readonly hash: string;
}

/** What agent.lock says once a run has its image. */
export interface PlannedLock {
  /** Whether what the file says is all that may be used: then nothing is added or removed. */
  readonly frozen: boolean;
  /** The versions of what agent.yaml does not pin. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** The digests of images; empty where the engine is still to be asked. */
  readonly images: Readonly<Record<string, string>>;
  /** What the file lacks, and gets. */
  readonly added: readonly string[];
  /** What the file has and nothing needs, and loses. */
  readonly removed: readonly string[];
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
  /** The image to run in, or to build on. */
  readonly image: string;
  readonly build: PlannedBuild;
  readonly lock: PlannedLock;
  /** The script that runs before the command; empty for none. */
  readonly preRun: string;
  /** The program and its arguments, unchanged. */
  readonly command: readonly string[];
  readonly workingDir: string;
  readonly user: PlannedUser;
  readonly certificates: PlannedCertificates;
  readonly git: PlannedGit;
  readonly env: Readonly<Record<string, PlannedVariable>>;
  /** Why `env` has variables whose origin is `shim`. */
  readonly shims: readonly PlannedShim[];
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
  /** From where on the image is built anew; `base` fetches what it starts from again, too. */
  readonly rebuildFrom: RebuildStart;
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
