import { MoatError, systemErrorCode } from "@moat/core";

/** The error for a copy that did not work. */
export function copyFailed(what: string, why: string, cause?: unknown): MoatError {
  return new MoatError("COPY_FAILED", `Could not copy ${what}: ${why.replace(/\.+$/, "")}.`, {
    hint: "Check that both paths exist and may be read and written; nothing that was there before has been changed.",
    cause,
  });
}

/** The error for something that must not be written to this machine. */
export function copyUnsafe(what: string, why: string): MoatError {
  return new MoatError("COPY_UNSAFE", `Refused to copy ${what}: ${why}.`, {
    hint: "Nothing has been written. Copy what is meant by its own name, or look at it inside: moat exec RUN -- ls -la PATH",
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or directory",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "a directory is in the way",
  ENOTDIR: "a file is in the way of a directory",
  EEXIST: "something is there already, and directories are not merged",
  ENOTEMPTY: "a directory is there already, and directories are not merged",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  EROFS: "the disk is read-only",
  ELOOP: "it is a symbolic link now",
};

/** Turns a failed system call into `COPY_FAILED`; other errors stay what they are. */
export function asCopyError(what: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (error instanceof MoatError || code === "") return error;
  return copyFailed(what, REASONS[code] ?? code, error);
}
