import { isMoatError } from "@moat/core";
import type { Failure } from "./facts.ts";

/** Keeps of an error what a finding says of it. What is not moat's own error is a bug, and goes on its way. */
export function toFailure(error: unknown): Failure {
  if (!isMoatError(error)) throw error;
  const { code, message, hint, cause } = error;
  // A caller who wants no more is no fact about this machine.
  if (code === "CANCELED") throw error;
  return { code, message, hint, causeCode: isMoatError(cause) ? cause.code : "" };
}
