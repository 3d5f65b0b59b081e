import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BindMount, FileSpec } from "@moat/core";

/**
 * Writes a spec's files below a directory of ours, and tells the mounts that show them inside. Apple's program cannot put
 * a file into a container before its start, and nothing may run inside before the command does.
 */
export async function stageFiles(files: readonly FileSpec[], directory: string): Promise<readonly BindMount[]> {
  const mounts: BindMount[] = [];
  for (const [index, { path, kind, content, mode, uid, gid }] of files.entries()) {
    const source = join(directory, String(index));
    if (index === 0) await mkdir(directory, { recursive: true, mode: 0o700 });
    if (kind === "directory") await mkdir(source);
    else await writeFile(source, content);
    // Only root may give files away; on a Mac they are the caller's own, inside and outside.
    if (process.getuid?.() === 0) await chown(source, uid, gid);
    await chmod(source, mode);
    mounts.push({ source, target: path, readOnly: false });
  }
  return mounts;
}
