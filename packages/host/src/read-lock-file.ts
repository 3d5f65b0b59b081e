import { join } from "node:path";
import { MoatError, systemErrorCode } from "@moat/core";
import { lstat } from "./in-place.ts";
import { readBoundedFile } from "./read-bounded-file.ts";
import type { ConfigFile } from "./read-config-file.ts";

const LOCK_FILE = "agent.lock";

/** More than this, which is some thousand entries, is no lock. */
const MAX_LOCK_BYTES = 256 * 1024;

/**
 * Reads a workspace's `agent.lock`; undefined when there is none. A symbolic link is refused, whatever it leads to: moat also writes
 * this file, and writes nowhere but into the workspace.
 *
 * @throws `LOCK_INVALID` for what is not a readable regular file of up to 256 KiB.
 */
export async function readLockFile(workspace: string): Promise<ConfigFile | undefined> {
  const path = join(workspace, LOCK_FILE);
  try {
    await lstat(path);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw invalid("cannot be looked at", error);
  }
  const bytes = await readBoundedFile(path, { maxBytes: MAX_LOCK_BYTES, followLinks: false, refuse: invalid });
  return { file: LOCK_FILE, path, bytes };
}

function invalid(problem: string, cause?: unknown): MoatError {
  return new MoatError("LOCK_INVALID", `agent.lock ${problem}.`, {
    hint: "Make agent.lock a readable file of the workspace, or remove it: then all of it is resolved anew.",
    ...(cause === undefined ? {} : { cause }),
  });
}
