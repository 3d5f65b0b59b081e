import type { Ulimit } from "@moat/core";
import type { Config, ConfigPosition } from "../config.ts";
import type { MountEntry } from "../inputs/mount-entry.ts";
import type { Origin, Setting } from "./origin.ts";
import type { Variables } from "./read-variable.ts";

/** What flags say; undefined, the default, and empty mean nothing. */
export interface FlagLayer {
  readonly name?: string;
  readonly command?: readonly string[];
  /** As typed: `KEY=VALUE`, `KEY=` or `KEY`. */
  readonly env?: readonly string[];
  /** As typed: `source:target[:ro|rw]`. */
  readonly mounts?: readonly string[];
  readonly runtime?: string;
  readonly noSandbox?: boolean;
  readonly interactive?: boolean;
}

/** Where settings come from, the strongest first. */
export interface Layers {
  readonly flags: FlagLayer;
  /** The environment of moat itself. */
  readonly variables: Variables;
  /** agent.yaml. */
  readonly workspace: Config;
  /** config.yaml in moat's own directory. */
  readonly machine: Config;
}

/** Everything that can be set, as it is in the end, and where it comes from. */
export interface Settings {
  readonly name: Setting<string>;
  readonly agent: Setting<string>;
  readonly version: Setting<string>;
  readonly command: Setting<readonly string[]>;
  /** By name. */
  readonly env: Readonly<Record<string, Setting<string>>>;
  /** Those of config.yaml first, then those of agent.yaml, then those of flags. */
  readonly mounts: readonly Setting<MountEntry>[];
  readonly ports: Setting<Readonly<Record<string, number>>>;
  readonly interactive: Setting<boolean>;
  /** Empty lets moat choose. */
  readonly runtime: Setting<"" | "docker" | "apple">;
  /** Empty for the default image. */
  readonly baseImage: Setting<string>;
  readonly sandbox: Setting<"default" | "none">;
  readonly memoryMb: Setting<number>;
  readonly cpus: Setting<number>;
  readonly dns: Setting<readonly string[]>;
  readonly ulimits: readonly Setting<Ulimit>[];
  readonly logSizeMb: Setting<number>;
  /** Whether this machine's certificate authorities come along, or the file of those that do instead. */
  readonly caCertificates: Setting<boolean | string>;
  readonly dependencies: Setting<readonly string[]>;
  readonly hooks: Readonly<Record<"postBuildRoot" | "postBuild" | "preRun", Setting<string>>>;
  /** Where the file that is a setting's origin sets a path, for instance `container.memory`; undefined for other origins. */
  placeOf(path: string, origin: Origin): (ConfigPosition & { readonly file: string }) | undefined;
}
