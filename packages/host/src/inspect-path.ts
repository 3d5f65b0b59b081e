import { realpathSync, statSync } from "node:fs";
import { systemErrorCode } from "@moat/core";
import type { PathFacts } from "./path-facts.ts";

/** Tells what is at an absolute path. Never throws; follows symbolic links. */
export function inspectPath(path: string): PathFacts {
  try {
    const realPath = realpathSync(path);
    const stats = statSync(realPath);
    if (stats.isDirectory()) return { kind: "directory", realPath };
    return { kind: stats.isFile() ? "file" : "other", realPath };
  } catch (error) {
    const code = systemErrorCode(error);
    return { kind: code === "EACCES" || code === "EPERM" ? "denied" : "missing", realPath: path };
  }
}
