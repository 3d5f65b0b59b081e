import { MoatError } from "@moat/core";
import { detachKeys } from "../terminal/detach-keys.ts";

/**
 * Reads the keys that detach, where there are any: a run without a terminal has none, and a flag without an effect is
 * refused. Throws `USAGE`.
 */
export function detachKeysFor(
  interactive: boolean,
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Uint8Array {
  if (interactive) return detachKeys(flag, env);
  if (flag === undefined) return new Uint8Array();
  throw new MoatError("USAGE", "The flag --detach-keys has no effect: there is no terminal to detach from.", {
    hint: "Leave --detach-keys out.",
  });
}
