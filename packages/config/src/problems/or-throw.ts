import { type ErrorCode, MoatError } from "@moat/core";
import type { Checked } from "./problem.ts";

/** Returns the value of a check, or throws its problem as a {@link MoatError}: for values that come from no file. */
export function orThrow<T>(checked: Checked<T>, code: ErrorCode): T {
  if (checked.ok) return checked.value;
  throw new MoatError(checked.problem.code ?? code, checked.problem.message, { hint: checked.problem.hint });
}
