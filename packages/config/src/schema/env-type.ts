import { SETTABLE_ENV_NAME, checkEnvName } from "../inputs/env-name.ts";
import { quote } from "../source/printable.ts";
import { map } from "../values/collection-types.ts";
import type { ValueType } from "../values/value-type.ts";

/** Environment variables. Numbers and booleans are strings with the very letters of the file (`NO`, `1e3`, `0x10`). */
export function env(): ValueType<Readonly<Record<string, string>>> {
  return map({
    of: verbatim,
    keyPattern: SETTABLE_ENV_NAME,
    checkKey: checkEnvName,
    hint: "Write `NAME: value` on lines of their own, indented, without dashes.",
  });
}

/** A scalar as the text that the file has. */
const verbatim: ValueType<string> = {
  shape: { kind: "text" },
  read(node, place) {
    if (node.kind !== "scalar") return place.expected(node, "a string", "Quote it to make it a string.");
    if (node.value !== null) return node.text;
    const word = node.text === "" ? "" : ` or ${quote(node.text)} for that word`;
    return place.refuse(node.span, {
      code: "ENV_INVALID",
      message: `${place.label} has no value.`,
      hint: `Write \`""\` for an empty value${word}.`,
    });
  },
};
