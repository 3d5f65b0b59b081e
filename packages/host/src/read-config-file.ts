import { join } from "node:path";
import { MoatError, systemErrorCode } from "@moat/core";
import { lstat } from "./in-place.ts";
import { readBoundedFile } from "./read-bounded-file.ts";

/** The names that a workspace's configuration may have. */
const CONFIG_FILES = ["agent.yaml", "moat.yaml"] as const;

/** More than this is not a configuration. */
const MAX_CONFIG_BYTES = 10 * 1024 * 1024;

/** A configuration file as it is on disk. */
export interface ConfigFile {
  /** The name within the workspace, for messages; the path where it is in no workspace. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a workspace's `agent.yaml`, or `moat.yaml`, its other name; undefined when there is neither.
 *
 * @throws `CONFIG_INVALID` when there are both, and `CONFIG_UNREADABLE` for what is not a readable file of up to 10
 *   MiB.
 */
export async function readConfigFile(workspace: string): Promise<ConfigFile | undefined> {
  const found: string[] = [];
  for (const file of CONFIG_FILES) if (await exists(join(workspace, file), file)) found.push(file);
  const [file] = found;
  if (file === undefined) return undefined;
  if (found.length > 1) {
    throw new MoatError("CONFIG_INVALID", `${workspace} has both agent.yaml and moat.yaml.`, {
      hint: "Keep one of them: they are two names of one file.",
      details: { files: found },
    });
  }
  const path = join(workspace, file);
  return { file, path, bytes: await readBounded(path, file) };
}

/**
 * Reads one configuration file, whatever its name.
 *
 * @throws `CONFIG_NOT_FOUND`, and what {@link readConfigFile} throws.
 */
export async function readNamedConfigFile(path: string, file: string): Promise<ConfigFile> {
  if (await exists(path, file)) return { file, path, bytes: await readBounded(path, file) };
  throw new MoatError("CONFIG_NOT_FOUND", `There is no ${file}.`, {
    hint: "Name an existing file, or the directory that holds an agent.yaml.",
    details: { path },
  });
}

/**
 * Reads the `config.yaml` in moat's own directory; undefined when there is none.
 *
 * @throws `CONFIG_UNREADABLE` for what is not a readable file of up to 10 MiB.
 */
export async function readMachineConfigFile(home: string): Promise<ConfigFile | undefined> {
  const path = join(home, "config.yaml");
  return (await exists(path, path)) ? { file: path, path, bytes: await readBounded(path, path) } : undefined;
}

/** A link that leads nowhere exists too: the user meant something by it. */
async function exists(path: string, file: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return false;
    throw unreadable(file, "cannot be looked at", error);
  }
}

async function readBounded(path: string, file: string): Promise<Uint8Array> {
  return readBoundedFile(path, {
    maxBytes: MAX_CONFIG_BYTES,
    followLinks: true,
    refuse: (problem, cause) => unreadable(file, problem, cause),
  });
}

function unreadable(file: string, problem: string, cause?: unknown): MoatError {
  return new MoatError("CONFIG_UNREADABLE", `${file} ${problem}.`, {
    hint: `Make ${file} a readable YAML file, or remove it.`,
    ...(cause === undefined ? {} : { cause }),
  });
}
