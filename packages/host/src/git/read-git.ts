import { join, resolve } from "node:path";
import type { HostFacts } from "../host-facts.ts";
import { type GitFacts, type GitRepository, NO_GIT } from "./git-facts.ts";
import { readWorktree } from "./read-worktree.ts";
import { lstat, stat } from "../in-place.ts";

/**
 * Tells what git is to find in a workspace. Reads, and asks this machine's git only where the workspace has a `.git`.
 * Never throws: where anything is amiss, there is less to tell.
 */
export async function readGit(workspace: string, host: HostFacts): Promise<GitFacts> {
  const repository = await readRepository(workspace);
  if (repository.kind === "none") return NO_GIT;
  // Loaded where it is needed only: starting programs takes parts of Node.js that a start would wait for.
  const { readIdentity } = await import("./read-identity.ts");
  const admin = repository.kind === "worktree" ? [resolve(workspace, repository.pointer)] : [];
  const looked = [workspace, join(workspace, ".git"), ...admin];
  const [identity, owners] = await Promise.all([
    readIdentity(workspace, host),
    Promise.all(looked.map((path) => ownerOf(path))),
  ]);
  return { identity, repository, owners: owners.filter((owner) => owner !== undefined) };
}

async function readRepository(workspace: string): Promise<GitRepository> {
  try {
    const info = await lstat(join(workspace, ".git"));
    return info.isFile() ? await readWorktree(workspace) : { kind: "inside" };
  } catch {
    return { kind: "none" };
  }
}

async function ownerOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).uid;
  } catch {
    return undefined;
  }
}
