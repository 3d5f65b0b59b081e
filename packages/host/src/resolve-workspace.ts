import { constants } from "node:fs";
import { resolve } from "node:path";
import { MoatError, systemErrorCode } from "@moat/core";
import { access, realpath, stat } from "./in-place.ts";

/**
 * Finds the directory that a run works in: absolute, and without symbolic links, so that one directory has one
 * identity.
 *
 * `/` is refused: it would give the command the whole machine. Any other directory that the user may enter is theirs
 * to give, a home directory included; a plan covers moat's own directory in it.
 *
 * @throws `WORKSPACE_INVALID`.
 */
export async function resolveWorkspace(path: string, cwd: string): Promise<string> {
  if (path === "")
    throw invalid(path, "is empty", "Give the path of a directory, or leave it out for the current one.");
  if (path.includes("\0")) throw invalid(path, "has a NUL byte in it", "Give the path of a directory.");
  const real = await enter(path, resolve(cwd, path));
  if (real === "/") {
    throw invalid(
      path,
      "is the root of this machine",
      "Choose a directory below it: the command gets all that is in it.",
    );
  }
  return real;
}

async function enter(path: string, absolute: string): Promise<string> {
  try {
    const real = await realpath(absolute);
    if (!(await stat(real)).isDirectory()) throw notADirectory(path);
    await access(real, constants.R_OK | constants.X_OK);
    return real;
  } catch (error) {
    if (error instanceof MoatError) throw error;
    switch (systemErrorCode(error)) {
      case "ENOENT":
        throw invalid(path, "does not exist", "Give the path of an existing directory.", error);
      case "ENOTDIR":
        throw notADirectory(path, error);
      case "EACCES":
      case "EPERM":
        throw invalid(
          path,
          "cannot be entered by this user",
          "Change its permissions, or choose another directory.",
          error,
        );
      default:
        throw invalid(path, "cannot be used", "Choose another directory.", error);
    }
  }
}

function notADirectory(path: string, cause?: unknown): MoatError {
  return invalid(path, "is not a directory", "Give a directory; a command goes after --, as in: moat run -- ls", cause);
}

function invalid(path: string, problem: string, hint: string, cause?: unknown): MoatError {
  // Quoted as JSON only where the path would break the line, or the reader's trust in it.
  const shown = /^[^\p{C}"]+$/u.test(path) ? path : JSON.stringify(path);
  return new MoatError("WORKSPACE_INVALID", `The workspace ${shown} ${problem}.`, {
    hint,
    details: { path },
    ...(cause === undefined ? {} : { cause }),
  });
}
