import type { Check, Finding } from "../check.ts";
import { apiPage, renderApiPage } from "../docs/render-api-page.ts";

const FOLDER = "docs/content/reference/api/";

/** The reports of the packages' APIs say what their declarations say, and there is none of a package that is gone. */
export const apiPages: Check = {
  name: "api-pages",
  run({ files, apis }) {
    const findings: Finding[] = [];
    const pages = new Map(apis.map((api) => [apiPage(api.folder), renderApiPage(api)]));
    for (const [file, text] of pages)
      if (files.get(file) !== text)
        findings.push({ file, line: 0, message: "is not what the package exports. Run: pnpm build && pnpm docs:api" });
    for (const file of files.keys())
      if (file.startsWith(FOLDER) && !pages.has(file))
        findings.push({ file, line: 0, message: "is about a package that does not exist." });
    return findings;
  },
};
