import { ERROR_CODES, type ErrorCode } from "./error-codes.ts";
import type { ErrorKind } from "./error-kinds.ts";

/** What an error says beside its message. */
export interface MoatErrorOptions {
  /** An imperative sentence, or a few lines, that help when followed; empty by default: there is nothing to advise. */
  readonly hint?: string;
  /** Facts for programs: names, addresses, numbers. Plain data only; none by default. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The failure underneath; none by default. */
  readonly cause?: unknown;
}

/**
 * The one error class of moat. Branch on `code`, or on `kind` for codes you do not know; never on the message, which
 * is one sentence for people (what failed, on what).
 */
export class MoatError extends Error {
  /** The stable code; see {@link ERROR_CODES}. */
  readonly code: ErrorCode;
  /** The sort of failure, from the table of codes. */
  readonly kind: ErrorKind;
  /** What to do about it; empty when there is nothing to advise. */
  readonly hint: string;
  /** Facts for programs. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: MoatErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "MoatError";
    this.code = code;
    this.kind = ERROR_CODES[code].kind;
    this.hint = options.hint ?? "";
    this.details = options.details ?? {};
  }
}

/** Tells whether a caught value is a {@link MoatError}, and, if codes are given, one of those. */
export function isMoatError(value: unknown, ...codes: readonly ErrorCode[]): value is MoatError {
  return value instanceof MoatError && (codes.length === 0 || codes.includes(value.code));
}
