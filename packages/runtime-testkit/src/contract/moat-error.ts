import { ERROR_CODES, type ErrorCode, isMoatError } from "@moat/core";
import { expect } from "vitest";

/** A matcher for a `MoatError` with this code: `await expect(call).rejects.toEqual(moatError("CANCELED"))`. */
export function moatError(code: ErrorCode): unknown {
  return expect.objectContaining({ code, kind: ERROR_CODES[code].kind });
}

/** How a call ended, in one word: `ok`, the code of a `MoatError`, or what else was thrown. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "ok",
    (error: unknown) => (isMoatError(error) ? error.code : `not a MoatError: ${String(error)}`),
  );
}
