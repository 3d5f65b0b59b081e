import type { Check, Finding } from "../check.ts";

/** A command is glue: it reads its words, calls one thing, and presents what comes of it. */
const MAX_STATEMENT_LINES = 15;

/** What flags and help take is not counted against it, but has its bound. */
const MAX_FILE_LINES = 110;

/** Commands are small: what they do is in operations, where it can be tested without a command line. */
export const commandSize: Check = {
  name: "command-size",
  run({ files }) {
    const findings: Finding[] = [];
    for (const [file, text] of files) {
      if (!/^packages\/cli\/src\/commands\/[^/]+\.ts$/.test(file)) continue;
      const lines = text.trimEnd().split("\n");
      const start = lines.findIndex((line) => /^ {2}(?:override )?async run\(\)/.test(line));
      const end = lines.findIndex((line, index) => index > start && line === "  }");
      const body = start === -1 ? 0 : end - start - 1;
      if (body > MAX_STATEMENT_LINES)
        findings.push({
          file,
          line: start + 1,
          message: `has a run() of ${body} lines; ${MAX_STATEMENT_LINES} is the most.`,
        });
      if (lines.length > MAX_FILE_LINES)
        findings.push({
          file,
          line: 0,
          message: `has ${lines.length} lines; ${MAX_FILE_LINES} is the most for a command.`,
        });
    }
    return findings;
  },
};
