import type { ErrorCode } from "@moat/core";

/** One problem of `agent.yaml` or `agent.lock`, with everything needed to show it. */
export interface ConfigIssue {
  /** `CONFIG_KEY_UNSUPPORTED`, the code of the value's own check (such as `MOUNT_INVALID`), `LOCK_INVALID`, or `CONFIG_INVALID`. */
  readonly code: ErrorCode;
  /** The file, as the caller named it. */
  readonly file: string;
  /** Which value, for instance `mounts[0].target`; empty for the file as a whole. */
  readonly path: string;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** What to do about it; empty when there is nothing to advise. */
  readonly hint: string;
  /** The 1-based line. */
  readonly line: number;
  /** The 1-based column, in Unicode characters. */
  readonly column: number;
  /** The line itself and a line of carets, each behind a gutter; safe to print in a terminal. */
  readonly excerpt: string;
}
