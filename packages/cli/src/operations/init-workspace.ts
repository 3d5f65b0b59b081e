import { open } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_FILES, proposeConfig } from "@moat/config";
import { MoatError, systemErrorCode } from "@moat/core";
import { readConfigFile, readProject, resolveWorkspace } from "@moat/host";
import type { Workbench } from "./open-context.ts";

/** What `moat init` wrote. */
export interface Initialized {
  /** Absolute. */
  readonly path: string;
  /** The files of the workspace that were looked at. */
  readonly found: readonly string[];
}

/** Writes a first agent.yaml. Throws `CONFIG_EXISTS`, `WORKSPACE_INVALID`, `OUTPUT_FAILED`. */
export async function initWorkspace({ host }: Workbench, typed: string): Promise<Initialized> {
  const workspace = await resolveWorkspace(typed, host.cwd);
  const existing = await readConfigFile(workspace);
  if (existing !== undefined) throw exists(existing.path);
  const path = join(workspace, "agent.yaml");
  const files = await readProject(workspace, PROJECT_FILES);
  await writeNew(path, proposeConfig(files));
  return { path, found: [...files.keys()] };
}

/** The file belongs to whoever has the workspace, so it is made with the usual mode. Nothing is ever written over. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await using file = await open(path, "wx");
    await file.writeFile(text);
  } catch (error) {
    if (systemErrorCode(error) === "EEXIST") throw exists(path);
    throw new MoatError("OUTPUT_FAILED", `Could not write ${path}: ${systemErrorCode(error)}.`, {
      hint: "Choose a workspace that you may write.",
      details: { path },
      cause: error,
    });
  }
}

function exists(path: string): MoatError {
  return new MoatError("CONFIG_EXISTS", `There is a ${path} already.`, {
    hint: `Check it: moat config validate; or remove it first.`,
    details: { path },
  });
}
