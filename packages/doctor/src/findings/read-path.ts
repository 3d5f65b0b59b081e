import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { systemErrorCode } from "@moat/core";
import type { DiskFacts, PathOutcome } from "./facts.ts";

const PERMISSIONS = 0o7777;

/** Tells what is at an absolute path; follows links. */
export async function readPath(path: string): Promise<PathOutcome> {
  try {
    const { uid, gid, mode } = await stat(path);
    const isWritable = await access(path, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
    return {
      kind: "present",
      path,
      isDirectory: (mode & constants.S_IFMT) === constants.S_IFDIR,
      uid,
      gid,
      mode: mode & PERMISSIONS,
      isWritable,
    };
  } catch (error) {
    return { kind: systemErrorCode(error) === "ENOENT" ? "missing" : "denied", path };
  }
}

/** Tells how full the file system is on which a path is, or would be made. */
export async function readDisk(of: DiskFacts["of"], path: string): Promise<DiskFacts> {
  try {
    const { bavail, bsize, ffree, files } = await statfs(path);
    return { of, path, space: { freeBytes: bavail * bsize, freeInodes: ffree, inodes: files } };
  } catch (error) {
    const above = dirname(path);
    if (systemErrorCode(error) === "ENOENT" && above !== path) return { ...(await readDisk(of, above)), path };
    return { of, path, space: undefined };
  }
}
