import { type Stats, constants } from "node:fs";
import { chmod, chown, copyFile, lchown, lstat, lutimes, mkdir, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { MoatError, systemErrorCode } from "@moat/core";
import { type TreeVisitor, walkTree } from "../tree/walk-tree.ts";

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

/** What something that may not be read, has just gone, has become a link, or is a socket fails with. */
const UNREADABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "ENOENT", "ELOOP", "ENOTDIR", "ENXIO", "EINVAL"]);

/**
 * Copies a directory's content to a path that does not exist: links as links, modes, times and, for root, owners, `.git`
 * and all. Costs no space where the file system can share it. Never follows a link that somebody puts in its way.
 */
export async function copyTree(source: string, target: string, options: CopyOptions): Promise<Copied> {
  const left = await lstat(options.leaveOut).catch(() => undefined);
  const state: CopyState = { ...options, left, skipped: [], bytes: 0 };
  await walkTree(source, copier(target, state));
  return { bytes: state.bytes, skipped: state.skipped.toSorted() };
}

function copier(target: string, state: CopyState): TreeVisitor {
  return {
    async enter(path, info) {
      state.signal.throwIfAborted();
      if (info.dev === state.left?.dev && info.ino === state.left.ino) return false;
      await mkdir(join(target, path), { mode: 0o700 });
      return true;
    },
    leave: (path, info) => finish(join(target, path), info),
    async file(path, { info, at }) {
      state.signal.throwIfAborted();
      state.bytes += info.size;
      if (state.bytes > state.limitBytes) throw tooLarge(state.limitBytes);
      await copyFile(at, join(target, path), constants.COPYFILE_FICLONE);
      await finish(join(target, path), info);
    },
    async link(path, to, info) {
      const made = join(target, path);
      await symlink(to, made);
      if (isRoot()) await lchown(made, info.uid, info.gid);
      await lutimes(made, info.atime, info.mtime);
    },
    other: (path) => void state.skipped.push(path),
    failed(path, error) {
      if (!UNREADABLE.has(systemErrorCode(error))) throw error;
      state.skipped.push(path);
    },
  };
}

async function finish(target: string, info: Stats): Promise<void> {
  // The owner first: a change of owner takes the set-user-id bit away.
  if (isRoot()) await chown(target, info.uid, info.gid);
  await chmod(target, info.mode & 0o7777);
  await utimes(target, info.atime, info.mtime);
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
