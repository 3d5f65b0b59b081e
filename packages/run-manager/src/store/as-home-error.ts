import { MoatError, systemErrorCode } from "@moat/core";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "may not be used by this user",
  EPERM: "may not be used by this user, or cannot have hard links",
  ENOSPC: "is on a disk that is full",
  EDQUOT: "is on a disk where this user's quota is used up",
  EROFS: "is on a disk that is read-only",
  ENOTDIR: "is not a directory",
  EEXIST: "is not a directory",
  // What Node says when a directory on a read-only disk, or behind a link that leads nowhere, cannot be made.
  ENOENT: "cannot be made",
};

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "Free some space, or set MOAT_HOME to a directory on another disk.",
  EDQUOT: "Free some space, or set MOAT_HOME to a directory on another disk.",
};

/** Turns a failed system call below a directory of moat into `HOME_UNUSABLE`; any other error stays what it is. */
export function asHomeError(path: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (error instanceof MoatError || code === "") return error;
  return new MoatError("HOME_UNUSABLE", `moat's directory ${path} ${REASONS[code] ?? `failed (${code})`}.`, {
    hint: HINTS[code] ?? "Set MOAT_HOME to a directory on a local disk that this user may write.",
    details: { home: path, reason: code },
    cause: error,
  });
}
