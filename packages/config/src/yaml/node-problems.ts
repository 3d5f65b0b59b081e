import type { Problem } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import type { SourceNode } from "./source-node.ts";

/** Says why an alias cannot be used. */
export function aliasProblem(reason: "unknown" | "itself" | "too many", name: string): Problem {
  return ALIAS_PROBLEMS[reason](name);
}

const ALIAS_PROBLEMS = {
  unknown: (name: string) => ({
    message: `No anchor ${quote(`&${name}`)} stands above this alias.`,
    hint: "Quote the value if it should begin with `*`.",
  }),
  itself: (name: string) => ({
    message: `The alias ${quote(`*${name}`)} lies inside the value that it repeats.`,
    hint: "Write the value out.",
  }),
  "too many": () => ({
    message: "The aliases of this file stand for too many values.",
    hint: "Write the values out.",
  }),
};

/** Says why a node cannot be a key. */
export function keyProblem(key: SourceNode): Problem {
  if (key.kind === "scalar" && key.value === "<<") {
    return { message: "Merge keys (`<<`) are not supported.", hint: "Write the entries out." };
  }
  const hint =
    key.kind === "scalar" && key.text !== "" ? `Write it as ${quote(key.text)}.` : "Use a plain word as key.";
  return { message: "A key must be a string.", hint };
}

/** Says that a key stands twice in one mapping. */
export function duplicateKey(name: string): Problem {
  return { message: `The key ${quote(name)} is given twice.`, hint: "Keep one of the two." };
}

/** Says why a string, escapes resolved, can be handed to no program. */
export function textProblem(text: string): Problem | undefined {
  if (text.includes("\0")) return { message: "A NUL character is not allowed.", hint: "Remove it." };
  if (!text.isWellFormed()) {
    return {
      message: "The value holds half of a surrogate pair.",
      hint: 'Write the character itself, or "\\U0001F600" with all its digits.',
    };
  }
  return undefined;
}
