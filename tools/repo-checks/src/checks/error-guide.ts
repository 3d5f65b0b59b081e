import type { Check, Finding } from "../check.ts";

const PAGE = "docs/content/guides/06-errors.md";

/** The guide says of every error code what to do, and of no other. */
export const errorGuide: Check = {
  name: "error-guide",
  run({ files, errorCodes }) {
    const told = Array.from(
      (files.get(PAGE) ?? "").matchAll(/^- \[`([A-Z_]+)`\]\(\S+\): \S/gm),
      ([, code = ""]) => code,
    );
    const missing: Finding[] = Object.keys(errorCodes)
      .filter((code) => !told.includes(code))
      .map((code) => ({ file: PAGE, line: 0, message: `does not say what to do about ${code}.` }));
    const unknown = told
      .filter((code) => !Object.hasOwn(errorCodes, code))
      .map((code) => ({ file: PAGE, line: 0, message: `is about ${code}, which is no error code.` }));
    return [...missing, ...unknown];
  },
};
