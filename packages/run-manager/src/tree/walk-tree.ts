import { type Stats, constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";

/** A file that is held open, so that nobody can put another in its place. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly info: Stats;
  /** A path for calls that take no handle. */
  readonly at: string;
}

/** What is done with a tree. Each `path` is relative to the tree's root, and empty for that itself. */
export interface TreeVisitor {
  /** Comes before what is in a directory, which is left out on `false`. */
  enter(path: string, info: Stats): Promise<boolean>;
  /** Comes after what is in a directory. */
  leave(path: string, info: Stats): Promise<void>;
  file(path: string, file: OpenFile): Promise<void>;
  link(path: string, target: string, info: Stats): Promise<void>;
  /** Sockets, pipes and devices. */
  other(path: string): void;
  /** Gets what a failed system call threw; the thing is left out unless this throws. */
  failed(path: string, error: unknown): void;
}

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;

/**
 * Walks a tree that somebody may be changing, and never leaves it: no link is followed, and each thing is opened by its
 * directory's open handle, not by its path, so that a directory which becomes a link meanwhile leads nowhere. (Where the
 * system has no path for an open directory, as on macOS, only the last name of each path is that safe.)
 */
export async function walkTree(root: string, visitor: TreeVisitor): Promise<void> {
  const info = await attempt(visitor, "", () => lstat(root));
  if (info !== undefined) await visit({ at: root, path: "", kind: info }, visitor);
}

interface Met {
  readonly at: string;
  readonly path: string;
  readonly kind: Pick<Stats, "isDirectory" | "isFile" | "isSymbolicLink">;
}

async function visit({ at, path, kind }: Met, visitor: TreeVisitor): Promise<void> {
  if (kind.isDirectory()) await visitDirectory(at, path, visitor);
  else if (kind.isSymbolicLink()) await visitLink(at, path, visitor);
  else if (kind.isFile()) await visitFile(at, path, visitor);
  else visitor.other(path);
}

async function visitDirectory(source: string, path: string, visitor: TreeVisitor): Promise<void> {
  await using handle = await attempt(visitor, path, () => open(source, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  if (handle === undefined) return;
  const info = await handle.stat();
  if (!(await visitor.enter(path, info))) return;
  const at = heldPath(handle, source);
  for (const entry of await readdir(at, { withFileTypes: true }))
    await visit({ at: join(at, entry.name), path: join(path, entry.name), kind: entry }, visitor);
  await visitor.leave(path, info);
}

async function visitFile(source: string, path: string, visitor: TreeVisitor): Promise<void> {
  await using handle = await attempt(visitor, path, () => open(source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
  if (handle === undefined) return;
  const info = await handle.stat();
  if (info.isFile()) await visitor.file(path, { handle, info, at: heldPath(handle, source) });
  else visitor.other(path);
}

async function visitLink(source: string, path: string, visitor: TreeVisitor): Promise<void> {
  const found = await attempt(visitor, path, async () => [await readlink(source), await lstat(source)] as const);
  if (found !== undefined) await visitor.link(path, ...found);
}

function heldPath({ fd }: FileHandle, source: string): string {
  return process.platform === "linux" ? `/proc/self/fd/${fd}` : source;
}

async function attempt<T>(visitor: TreeVisitor, path: string, action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    visitor.failed(path, error);
    return undefined;
  }
}
