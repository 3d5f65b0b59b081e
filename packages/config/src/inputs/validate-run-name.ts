import { orThrow } from "../problems/or-throw.ts";
import { type Checked, accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";

/** What the name of a run looks like. */
const RUN_NAME = /^[a-z0-9][a-z0-9_.-]{0,62}$/;

/** The same without what looks like an id, as one pattern for editors. */
export const FREE_RUN_NAME = new RegExp(`^(?!run_[0-9a-f]{12}$)${RUN_NAME.source.slice(1)}`);

const RUN_ID = /^run_[0-9a-f]{12}$/;

/** Checks the name of a run. */
export function checkRunName(name: string): Checked<string> {
  if (!RUN_NAME.test(name)) {
    const hint =
      "Use up to 63 lowercase letters, digits, `-`, `_` and `.`, and begin with a letter or digit, for instance `blue-otter`.";
    const message = name === "" ? "The name of a run cannot be empty." : `${quote(name)} is not a name for a run.`;
    return refused({ code: "NAME_INVALID", message, hint });
  }
  if (RUN_ID.test(name)) {
    const hint = "Choose a name that is not `run_` with twelve hexadecimal digits.";
    return refused({ code: "NAME_INVALID", message: `${quote(name)} looks like the id of a run.`, hint });
  }
  return accepted(name);
}

/** Returns the name of a run as it is, or throws `NAME_INVALID`. */
export function validateRunName(name: string): string {
  return orThrow(checkRunName(name), "NAME_INVALID");
}
