import { didYouMean } from "../problems/did-you-mean.ts";
import type { Checked } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import type { ValueType } from "./value-type.ts";

/** What a string looks like, as far as an editor can see it. */
export interface TextShape {
  readonly pattern: RegExp;
  /** In UTF-16 units. */
  readonly maxLength?: number;
}

/** A string that passes a check. */
export function text(
  { pattern, ...bounds }: TextShape,
  what: string,
  check: (text: string) => Checked<string>,
): ValueType<string> {
  return {
    shape: { kind: "string", pattern: pattern.source, ...bounds },
    read(node, place) {
      if (node.kind !== "scalar" || typeof node.value !== "string") {
        const hint = node.kind === "scalar" ? `Write it as ${quote(node.text)}.` : "";
        return place.expected(node, what, hint);
      }
      const checked = check(node.value);
      return checked.ok ? checked.value : place.refuse(node.span, checked.problem);
    },
  };
}

/** Any string. */
export function anyString(): ValueType<string> {
  return text({ pattern: /^[^\0]*$/ }, "a string", (value) => ({ ok: true, value }));
}

/** `true` or `false`. */
export function flag(): ValueType<boolean> {
  return {
    shape: { kind: "boolean" },
    read(node, place) {
      if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
      return place.expected(node, "`true` or `false`", "Write `true` or `false`, without quotes.");
    },
  };
}

/** One of a few words. `named` are those that messages offer; an empty string may be allowed without being offered. */
export function choice<const C extends string>(choices: readonly C[], hint: string): ValueType<C> {
  const named = choices.filter((one) => one !== "");
  const list = named.map((one) => `\`${one}\``).join(" or ");
  return {
    shape: { kind: "string", choices },
    read(node, place) {
      if (node.kind !== "scalar") return place.expected(node, list, hint);
      const found = choices.find((one) => one === node.value);
      if (found !== undefined) return found;
      const near = typeof node.value === "string" ? didYouMean(node.value, named) : undefined;
      const message = `${place.label} must be ${list}, not ${quote(node.text)}.`;
      return place.refuse(node.span, { message, hint: near === undefined ? hint : `Did you mean \`${near}\`?` });
    },
  };
}
