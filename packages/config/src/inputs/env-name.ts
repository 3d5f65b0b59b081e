import { type Checked, accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";

/** What the name of an environment variable looks like. */
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const PROXY_VARIABLE = /^(?:https?|ftp|all|no)_proxy$/i;

/** The names that may be set, as one pattern for editors, which cannot be told to ignore case. */
export const SETTABLE_ENV_NAME = new RegExp(
  `^(?!MOAT_)(?!${anyCase("(?:https?|ftp|all|no)_proxy")}$)${ENV_NAME.source.slice(1)}`,
);

/** Checks the name of an environment variable that a user wants to set. */
export function checkEnvName(name: string): Checked<string> {
  if (name === "") return invalid("An environment variable has no name.", "Write it as `NAME=value`.");
  if (!ENV_NAME.test(name)) {
    const hint = "Use letters, digits and `_`, and do not begin with a digit.";
    return invalid(`${quote(name)} is not a name for an environment variable.`, hint);
  }
  if (name.startsWith("MOAT_")) {
    return invalid(`The environment variable ${name} is reserved.`, "Use a name that does not begin with `MOAT_`.");
  }
  if (PROXY_VARIABLE.test(name)) {
    const hint =
      "Configure the proxy in the program itself: moat keeps the proxy variables for its own network policy.";
    return invalid(`The environment variable ${name} is reserved.`, hint);
  }
  return accepted(name);
}

function anyCase(pattern: string): string {
  return pattern.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function invalid(message: string, hint: string): Checked<string> {
  return refused({ code: "ENV_INVALID", message, hint });
}
