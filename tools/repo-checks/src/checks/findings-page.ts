import type { Check, Finding } from "../check.ts";

const PAGE = "docs/content/guides/02-troubleshooting.md";
const SOURCE = /^packages\/doctor\/src\/findings\/(?!.*\.test\.ts$).*\.ts$/;

/** Every finding of `moat doctor` has its section in the guide, and every section is about one that exists. */
export const findingsPage: Check = {
  name: "findings-page",
  run({ files }) {
    const ids = new Map<string, string>();
    for (const [file, text] of files) {
      if (!SOURCE.test(file)) continue;
      for (const [, id = ""] of text.matchAll(/(?:\babout\(|\bid: )"([a-z-]+)"/g)) ids.set(id, file);
    }
    const sections = new Set(Array.from((files.get(PAGE) ?? "").matchAll(/^### `([a-z-]+)`$/gm), ([, id = ""]) => id));
    const findings: Finding[] = [];
    for (const [id, file] of ids)
      if (!sections.has(id))
        findings.push({ file, line: 0, message: `has the finding ${id}, which ${PAGE} does not describe.` });
    for (const id of sections)
      if (!ids.has(id))
        findings.push({ file: PAGE, line: 0, message: `describes the finding ${id}, which does not exist.` });
    return findings;
  },
};
