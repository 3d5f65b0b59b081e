import type { Check } from "../check.ts";

const TABLE = "packages/core/src/errors/error-codes.ts";

/** Every error code is what a test expects of something: one that no test has seen may never come, or come for another reason. */
export const errorCodesTested: Check = {
  name: "error-codes-tested",
  run({ files, errorCodes }) {
    const expected = new Set<string>();
    for (const [path, text] of files) {
      // What the contract expects, every runtime is tested for.
      if (!/^(?:packages|e2e)\/.*\.(?:test|contract)\.ts$/.test(path)) continue;
      for (const [code] of text.matchAll(/\b[A-Z][A-Z_]+\b/g)) expected.add(code);
    }
    return Object.keys(errorCodes)
      .filter((code) => !expected.has(code))
      .map((code) => ({ file: TABLE, line: 0, message: `has ${code}, which no test expects.` }));
  },
};
