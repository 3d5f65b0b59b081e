import type { ErrorCode } from "@moat/core";

/** What is wrong with one value, before it is known where that value stands. */
export interface Problem {
  /** `CONFIG_INVALID` when left out. */
  readonly code?: ErrorCode;
  /** One sentence: what is wrong, with what. */
  readonly message: string;
  /** An imperative sentence that helps, or nothing. */
  readonly hint: string;
}

/** The outcome of a check: the value, or what is wrong with it. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Makes the outcome of a check that passed. */
export function accepted<T>(value: T): Checked<T> {
  return { ok: true, value };
}

/** Makes the outcome of a check that failed. */
export function refused(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
