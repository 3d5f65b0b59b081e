import type { Check } from "../check.ts";

const TABLE = "packages/core/src/errors/error-codes.ts";

/** A code that nothing raises is a promise that nobody keeps. Only asking for a code, or a test, is not raising it. */
export const errorCodesRaised: Check = {
  name: "error-codes-raised",
  run({ files, errorCodes }) {
    const raised = new Set<string>();
    for (const [path, text] of files) {
      if (!/^packages\/[^/]+\/src\/.*\.ts$/.test(path) || path === TABLE) continue;
      if (/\.test\.ts$|\/testing\/|^packages\/runtime-testkit\//.test(path)) continue;
      const withoutQuestions = text.replaceAll(/isMoatError\([^)]*\)/g, "");
      for (const [, code = ""] of withoutQuestions.matchAll(/"([A-Z][A-Z_]+)"/g)) raised.add(code);
    }
    return Object.keys(errorCodes)
      .filter((code) => !raised.has(code))
      .map((code) => ({ file: TABLE, line: 0, message: `has ${code}, which nothing raises.` }));
  },
};
