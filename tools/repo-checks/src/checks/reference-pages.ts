import type { Check, Finding } from "../check.ts";
import { VARIABLES_PAGE, renderVariablesPage } from "../docs/environment-variables.ts";
import { COMMANDS_PAGE, renderCommandsPage } from "../docs/render-commands-page.ts";

/** The pages of the reference that are made from commands and tables say what those say. */
export const referencePages: Check = {
  name: "reference-pages",
  run({ files, commands }) {
    const findings: Finding[] = [];
    const compare = (file: string, text: string) => {
      if (files.get(file) !== text)
        findings.push({ file, line: 0, message: "is not what it is made from. Run: pnpm docs:reference" });
    };
    compare(COMMANDS_PAGE, renderCommandsPage(commands));
    compare(VARIABLES_PAGE, renderVariablesPage());
    return findings;
  },
};
