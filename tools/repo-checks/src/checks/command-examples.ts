import type { Check } from "../check.ts";

/** Help without examples is read twice. */
const FEWEST = 2;

/** Every command's help has two examples at least; `documented-commands` sees that their flags exist. */
export const commandExamples: Check = {
  name: "command-examples",
  run: ({ commands }) =>
    commands
      .filter(({ examples }) => new Set(examples).size < FEWEST)
      .map(({ name }) => ({
        file: "packages/cli/src/commands.ts",
        line: 0,
        message: `has moat ${name}, whose help has fewer than ${FEWEST} examples.`,
      })),
};
