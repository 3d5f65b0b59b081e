import type { Check } from "../check.ts";
import { findLines } from "../lines.ts";

const FOCUSED = /\b(?:describe|it|test|suite|bench)(?:\.\w+)*\.(only|skip|todo)\b/;

/** No test is left alone, left out, or left for later. */
export const unfocusedTests: Check = {
  name: "unfocused-tests",
  run: (repository) =>
    findLines(
      repository,
      (path) => path.endsWith(".ts"),
      (line) => {
        const word = FOCUSED.exec(line)?.[1];
        return word === undefined ? undefined : `has a test with .${word}: run it, mend it or remove it.`;
      },
    ),
};
