import type { Check, Finding } from "../check.ts";

/** A file that is longer has more than one concept in it. */
const MAX_LINES = 300;

const SOURCE = /\.(?:ts|mts|js|mjs|sh|bash)$/;

/** Source files are at most 300 lines long. */
export const fileSize: Check = {
  name: "file-size",
  run({ files }) {
    const findings: Finding[] = [];
    for (const [file, text] of files) {
      if (!SOURCE.test(file) && !text.startsWith("#!")) continue;
      const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
      if (lines > MAX_LINES)
        findings.push({ file, line: 0, message: `has ${lines} lines; ${MAX_LINES} is the most. Split it by concept.` });
    }
    return findings;
  },
};
