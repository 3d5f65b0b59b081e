import { constants, type Stats } from "node:fs";
import {
  chmod,
  chown,
  copyFile,
  lchown,
  lstat,
  lutimes,
  mkdir,
  open,
  readdir,
  readlink,
  symlink,
  utimes,
} from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { MoatError, systemErrorCode } from "@moat/core";

/** How a tree is copied. */
export interface CopyOptions {
  /** Throws `WORKSPACE_TOO_LARGE` when the files have more bytes than this. */
  readonly limitBytes: number;
  /** A directory that is left out, wherever it is met. */
  readonly leaveOut: string;
  readonly signal: AbortSignal;
}

/** What was copied. */
export interface Copied {
  readonly bytes: number;
  /** Relative paths of what was not: unreadable files, sockets, pipes, devices. */
  readonly skipped: readonly string[];
}

interface CopyState extends CopyOptions {
  readonly left: Pick<Stats, "dev" | "ino"> | undefined;
  readonly skipped: string[];
  bytes: number;
}

/** What opening something that may not be read, has just gone, has become a link, or is a socket fails with. */
const UNREADABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "ENOENT", "ELOOP", "ENOTDIR", "ENXIO"]);
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY, COPYFILE_FICLONE } = constants;

/**
 * Copies a directory's content to a path that does not exist: links as links, modes, times and, for root, owners, `.git`
 * and all. Costs no space where the file system can share it. Never follows a link that somebody puts in its way.
 */
export async function copyTree(source: string, target: string, options: CopyOptions): Promise<Copied> {
  const left = await lstat(options.leaveOut).catch(() => undefined);
  const state: CopyState = { ...options, left, skipped: [], bytes: 0 };
  await copyDirectory(source, target, "", state);
  return { bytes: state.bytes, skipped: state.skipped.toSorted() };
}

async function copyDirectory(source: string, target: string, path: string, state: CopyState): Promise<void> {
  const handle = await opened(source, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, path, state);
  if (handle === undefined) return;
  await using _open = handle;
  const info = await handle.stat();
  if (info.dev === state.left?.dev && info.ino === state.left.ino) return;
  await mkdir(target, { mode: 0o700 });
  // By the open directory, not by its name: nobody can put another in its place meanwhile.
  const at = process.platform === "linux" ? `/proc/self/fd/${handle.fd}` : source;
  for (const entry of await readdir(at, { withFileTypes: true })) {
    state.signal.throwIfAborted();
    const [from, to, inner] = [join(at, entry.name), join(target, entry.name), join(path, entry.name)];
    if (entry.isDirectory()) await copyDirectory(from, to, inner, state);
    else if (entry.isSymbolicLink()) await copyLink(from, to, inner, state);
    else if (entry.isFile()) await copyContent(from, to, inner, state);
    else state.skipped.push(inner);
  }
  await finish(target, info);
}

async function copyContent(source: string, target: string, path: string, state: CopyState): Promise<void> {
  const handle = await opened(source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, path, state);
  if (handle === undefined) return;
  await using _open = handle;
  const info = await handle.stat();
  if (!info.isFile()) {
    state.skipped.push(path);
    return;
  }
  state.bytes += info.size;
  if (state.bytes > state.limitBytes) throw tooLarge(state.limitBytes);
  const from = process.platform === "linux" ? `/proc/self/fd/${handle.fd}` : source;
  await copyFile(from, target, COPYFILE_FICLONE);
  await finish(target, info);
}

async function copyLink(source: string, target: string, path: string, state: CopyState): Promise<void> {
  try {
    const [to, info] = [await readlink(source), await lstat(source)];
    await symlink(to, target);
    if (isRoot()) await lchown(target, info.uid, info.gid);
    await lutimes(target, info.atime, info.mtime);
  } catch (error) {
    skipOrThrow(error, path, state);
  }
}

async function finish(target: string, info: Stats): Promise<void> {
  // The owner first: a change of owner takes the set-user-id bit away.
  if (isRoot()) await chown(target, info.uid, info.gid);
  await chmod(target, info.mode & 0o7777);
  await utimes(target, info.atime, info.mtime);
}

async function opened(source: string, flags: number, path: string, state: CopyState) {
  try {
    return await open(source, flags);
  } catch (error) {
    skipOrThrow(error, path, state);
    return undefined;
  }
}

function skipOrThrow(error: unknown, path: string, state: CopyState): void {
  if (!UNREADABLE.has(systemErrorCode(error))) throw error;
  state.skipped.push(path);
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

function tooLarge(limitBytes: number): MoatError {
  const limit = `${Math.round(limitBytes / 2 ** 30)} GiB`;
  return new MoatError(
    "WORKSPACE_TOO_LARGE",
    `The workspace has more than ${limit}, and moat compat copies it for each trial.`,
    {
      hint: "Put what the command needs into a smaller directory, and run: moat compat DIRECTORY -- COMMAND",
      details: { limitBytes },
    },
  );
}
