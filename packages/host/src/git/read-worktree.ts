import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { readProject } from "../read-project.ts";
import type { GitRepository } from "./git-facts.ts";

/**
 * What git writes in a repository while somebody works in one of its worktrees; `lfs` is git-lfs's. Not the directory
 * itself: whoever may write there has the host's git run programs of their choosing, by `config`, by `hooks`, and by a
 * file `commondir`, which gives the repository a `config` and `hooks` from elsewhere.
 */
const WRITABLE = ["objects", "refs", "logs", "reftable", "rr-cache", "lfs"] as const;

/**
 * Follows the `.git` file of a workspace. A workspace is not trusted, and this file could name any directory of the
 * machine, so it is believed only where the other end agrees: it must be the directory of a worktree, in a repository
 * that it belongs to, and name this workspace. Only somebody who may write there can make that so.
 */
export async function readWorktree(workspace: string): Promise<GitRepository> {
  const pointer = await firstLine(workspace, ".git");
  const named = /^gitdir: (.+)$/.exec(pointer)?.[1];
  if (named === undefined) return { kind: "inside" };
  const place = resolve(workspace, named);
  const admin = await realpath(place).catch(() => "");
  const commonDir = dirname(dirname(admin));
  // A submodule's repository that lies in the workspace is mounted with it; what lies in it can be changed by any run.
  if (isWithin(workspace, admin)) return { kind: "inside" };
  const astray: GitRepository = { kind: "astray", to: place };
  if (admin === "" || basename(dirname(admin)) !== "worktrees" || commonDir === "/") return astray;
  if (isWithin(workspace, commonDir) || isWithin(commonDir, workspace)) return astray;
  const backPointer = await firstLine(admin, "gitdir");
  const isMutual =
    (await sameFile(resolve(admin, backPointer), join(workspace, ".git"))) &&
    (await realpath(resolve(admin, await firstLine(admin, "commondir"))).catch(() => "")) === commonDir &&
    (await isRepository(commonDir));
  if (!isMutual) return astray;
  const writable = await directoriesOf(commonDir, WRITABLE);
  return { kind: "worktree", pointer: named, backPointer, commonDir, name: basename(admin), writable };
}

async function isRepository(directory: string): Promise<boolean> {
  const needed = ["objects", "refs", "worktrees"];
  const found = await directoriesOf(directory, needed);
  const texts = await readProject(directory, ["HEAD", "config"]);
  return found.length === needed.length && texts.size === 2;
}

/** Those that are there as directories: a link could lead anywhere. */
async function directoriesOf(directory: string, names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const info = await lstat(join(directory, name)).catch(() => undefined);
      return info?.isDirectory() === true ? [name] : [];
    }),
  );
  return found.flat();
}

async function firstLine(directory: string, name: string): Promise<string> {
  const text = (await readProject(directory, [name])).get(name) ?? "";
  return text.split("\n")[0]?.trimEnd() ?? "";
}

async function sameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((path) => realpath(path).catch(() => "")));
  return first !== "" && first === second;
}

function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
