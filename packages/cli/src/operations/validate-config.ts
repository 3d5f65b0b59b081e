import { basename, join, resolve } from "node:path";
import { ConfigError, parseConfig } from "@moat/config";
import { MoatError } from "@moat/core";
import { type ConfigFile, inspectPath, readConfigFile, readNamedConfigFile } from "@moat/host";
import { planDependencies } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";

/** What a check of a file found. */
export interface Validation {
  /** The file, for messages. */
  readonly file: string;
  /** Undefined when nothing is wrong. */
  readonly failure: ConfigError | undefined;
}

/**
 * Checks a file, or the agent.yaml of a directory; the config.yaml in moat's own directory is checked as what it is. Throws
 * `CONFIG_NOT_FOUND`, `CONFIG_UNREADABLE`, `CONFIG_INVALID` for two files in one directory.
 */
export async function validateConfig({ host, store }: Workbench, path: string): Promise<Validation> {
  const absolute = resolve(host.cwd, path);
  const found = await find(absolute, path);
  const isMachine = resolve(found.path) === join(store.home, "config.yaml");
  try {
    planDependencies(parseConfig(found.bytes, { file: found.file, scope: isMachine ? "machine" : "workspace" }));
    return { file: found.file, failure: undefined };
  } catch (error) {
    if (error instanceof ConfigError) return { file: found.file, failure: error };
    throw error;
  }
}

async function find(absolute: string, typed: string): Promise<ConfigFile> {
  if (inspectPath(absolute).kind !== "directory") return readNamedConfigFile(absolute, typed || basename(absolute));
  const found = await readConfigFile(absolute);
  if (found !== undefined) return found;
  throw new MoatError("CONFIG_NOT_FOUND", `There is no agent.yaml in ${absolute}.`, {
    hint: "Write one: moat init",
    details: { path: absolute },
  });
}
