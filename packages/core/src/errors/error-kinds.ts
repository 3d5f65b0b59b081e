/**
 * What sort of failure an error is, in the manner of containerd's error kinds. Callers that do not know a code can
 * still decide by its kind whether to retry, to ask the user, or to give up.
 */
export const ERROR_KINDS = [
  "invalid-argument",
  "not-found",
  "already-exists",
  "failed-precondition",
  "permission-denied",
  "unavailable",
  "unsupported",
  "timeout",
  "canceled",
  "internal",
] as const;

/** One of {@link ERROR_KINDS}. */
export type ErrorKind = (typeof ERROR_KINDS)[number];
