import { MoatError } from "@moat/core";
import { orThrow } from "../problems/or-throw.ts";
import { checkEnvName } from "./env-name.ts";

/** One `-e` flag: a value, or the wish to take the value from the host. */
export type EnvEntry =
  | { readonly kind: "value"; readonly name: string; readonly value: string }
  | { readonly kind: "host"; readonly name: string };

/**
 * Parses an `-e` flag: `NAME=value` (the value may be empty, hold `=` and have several lines), or `NAME` for the host's
 * value.
 *
 * @throws `ENV_INVALID`, with a message that never shows the value.
 */
export function parseEnvEntry(text: string): EnvEntry {
  const equals = text.indexOf("=");
  const name = orThrow(checkEnvName(equals === -1 ? text : text.slice(0, equals)), "ENV_INVALID");
  if (equals === -1) return { kind: "host", name };
  const value = text.slice(equals + 1);
  if (value.includes("\0")) {
    const hint = "Remove it: no program could receive it.";
    throw new MoatError("ENV_INVALID", `The value of the environment variable ${name} holds a NUL character.`, {
      hint,
    });
  }
  return { kind: "value", name, value };
}
