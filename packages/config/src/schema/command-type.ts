import { quote } from "../source/printable.ts";
import { anyString } from "../values/scalar-types.ts";
import { list } from "../values/collection-types.ts";
import type { ValueType } from "../values/value-type.ts";

/** A program and its arguments. */
export function command(): ValueType<readonly string[]> {
  const strings = list(anyString(), "Write a list, one item for the program and each argument.");
  return {
    shape: { kind: "list", of: anyString().shape, first: { kind: "string", pattern: "[^\\0]" } },
    read(node, place) {
      if (node.kind === "scalar" && typeof node.value === "string" && node.value !== "") {
        return place.expected(
          node,
          "a list of strings",
          `For a shell command, write \`[sh, -c, ${quote(node.value)}]\`.`,
        );
      }
      const words = strings.read(node, place);
      const program = node.kind === "list" ? node.items[0] : undefined;
      if (words?.[0] === "" && program !== undefined) {
        const message = "The program of a command cannot be an empty string.";
        return place.item(0, program).refuse(program.span, { message, hint: "Put the program to run first." });
      }
      return words;
    },
  };
}
