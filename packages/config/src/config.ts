import type { Ulimit } from "@moat/core";
import type { MountEntry } from "./inputs/mount-entry.ts";
import type { LineColumn } from "./source/source-text.ts";

/** Where a value of a file stands, and the line itself. */
export interface ConfigPosition extends LineColumn {
  /** The line and a line of carets below it; safe to print in a terminal. */
  readonly excerpt: string;
}

/** What the container may use; 0 and empty mean that the file does not say. */
export interface ContainerConfig {
  /** MiB; 0 for no limit. */
  readonly memoryMb: number;
  /** Processors, for instance 1.5; 0 for no limit. */
  readonly cpus: number;
  readonly dns: readonly string[];
  readonly ulimits: readonly Ulimit[];
  /** How much output is kept; never 0. */
  readonly logSizeMb: number;
  /** Whether this machine's certificate authorities come along, or the file of those that do instead. */
  readonly caCertificates: boolean | string;
}

/** Scripts; empty where there is none. */
export interface HooksConfig {
  readonly postBuildRoot: string;
  readonly postBuild: string;
  readonly preRun: string;
}

/** What agent.yaml says, checked and frozen, with a default where it says nothing. */
export interface Config {
  /** The file as the caller named it; empty when there is none. */
  readonly file: string;
  /** The name of the run; empty when moat shall make one up. */
  readonly name: string;
  /** Which agent runs, and its version: for people to read; empty when the file does not say. */
  readonly agent: string;
  readonly version: string;
  /** The program and its arguments; empty for the default command. */
  readonly command: readonly string[];
  /** Environment variables, as strings. */
  readonly env: Readonly<Record<string, string>>;
  /** Mounts, with their sources as written. */
  readonly mounts: readonly MountEntry[];
  /** Ports of the container, by name. */
  readonly ports: Readonly<Record<string, number>>;
  /** Whether the command gets a terminal and the keyboard. */
  readonly interactive: boolean;
  /** Whether Docker containers run under gVisor (`default`) or not (`none`). */
  readonly sandbox: "default" | "none";
  /** The container runtime; empty when moat shall choose. */
  readonly runtime: "" | "docker" | "apple";
  /** The image; empty for the default image. */
  readonly baseImage: string;
  /** What the image gets, as written. */
  readonly dependencies: readonly string[];
  readonly hooks: HooksConfig;
  readonly container: ContainerConfig;
  /** Tells whether the file itself has a value at a path such as `sandbox`, `env.PORT` or `mounts[0]`. */
  has(path: string): boolean;
  /** Returns where the value of a path stands in the file; undefined when the file does not have it. */
  positionOf(path: string): ConfigPosition | undefined;
}
