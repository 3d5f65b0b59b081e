import { MoatError } from "@moat/core";

/** What detaches where nothing else is asked for: docker's own. */
const DEFAULT_DETACH_KEYS = "ctrl-p,ctrl-q";

/** Where the keys were written: a flag, or a variable. */
type DetachKeysSource = "--detach-keys" | "MOAT_DETACH_KEYS";

const CONTROL = /^ctrl-([a-z@[\\\]^_])$/i;
const CHARACTER = /^[\x21-\x7e]$/;

/** Chooses whose keys count: the flag's, the variable's, moat's own. Throws `USAGE`. Pure. */
export function detachKeys(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): Uint8Array {
  if (flag !== undefined) return parseDetachKeys(flag, "--detach-keys");
  const variable = env["MOAT_DETACH_KEYS"] ?? "";
  return variable === ""
    ? parseDetachKeys(DEFAULT_DETACH_KEYS, "MOAT_DETACH_KEYS")
    : parseDetachKeys(variable, "MOAT_DETACH_KEYS");
}

/**
 * Reads docker's notation: keys with commas between them, each a character or `ctrl-` and a letter or one of `@[\]^_`.
 * `none` is an empty sequence, which nothing matches. Throws `USAGE`. Pure.
 */
function parseDetachKeys(text: string, source: DetachKeysSource): Uint8Array {
  if (text === "none") return new Uint8Array();
  return Uint8Array.from(text.split(","), (key) => {
    const control = CONTROL.exec(key)?.[1];
    if (control !== undefined) return control.toUpperCase().charCodeAt(0) & 0x1f;
    if (CHARACTER.test(key)) return key.charCodeAt(0);
    throw new MoatError("USAGE", `${source} has ${JSON.stringify(key)}, which is no key: "${text}".`, {
      hint: `Write keys with commas between them, as in ${DEFAULT_DETACH_KEYS}, or none.`,
      details: { keys: text },
    });
  });
}
