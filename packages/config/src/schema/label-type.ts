import { accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import { text } from "../values/scalar-types.ts";
import type { ValueType } from "../values/value-type.ts";

/** What a label looks like: one line of printable ASCII that neither begins nor ends with a blank. */
const LABEL = /^[!-~](?:[ -~]{0,62}[!-~])?$/;

/** A short text that moat shows and does nothing else with. */
export function label(): ValueType<string> {
  return text({ pattern: LABEL }, "a string", checkLabel);
}

/** The same, where a number is a text with the very letters of the file: `version: 1.10` is not 1.1. */
export function verbatimLabel(): ValueType<string> {
  return {
    shape: { kind: "text", pattern: LABEL.source },
    read(node, place) {
      if (node.kind !== "scalar" || node.value === null) {
        return place.expected(node, "a string", "Quote it to make it a string.");
      }
      // A number or a boolean is printable as it is, and an editor could not count its letters.
      if (typeof node.value !== "string") return node.text;
      const checked = checkLabel(node.text);
      return checked.ok ? checked.value : place.refuse(node.span, checked.problem);
    },
  };
}

function checkLabel(value: string) {
  if (LABEL.test(value)) return accepted(value);
  const hint = "Use one line of up to 64 printable ASCII characters, without a blank at its ends.";
  return refused({ message: `${quote(value)} cannot be shown as a label.`, hint });
}
