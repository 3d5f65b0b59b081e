import { realpathSync, statSync } from "node:fs";
import { errorCode } from "./error-code.ts";
import type { PathFacts } from "./path-facts.ts";

/** Tells what is at an absolute path. Never throws; follows symbolic links. */
export function inspectPath(path: string): PathFacts {
  try {
    const realPath = realpathSync(path);
    const stats = statSync(realPath);
    if (stats.isDirectory()) return { kind: "directory", realPath };
    return { kind: stats.isFile() ? "file" : "other", realPath };
  } catch (error) {
    const code = errorCode(error);
    return { kind: code === "EACCES" || code === "EPERM" ? "denied" : "missing", realPath: path };
  }
}
