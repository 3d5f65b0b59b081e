import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Check, Finding } from "../check.ts";
import { publicManifests } from "../manifest.ts";

/** What would be published can be imported, with types, by whoever installs it. Needs the packages built. */
export const publishable: Check = {
  name: "publishable",
  async run(repository) {
    const findings: Finding[] = [];
    for (const { file, folder, json } of publicManifests(repository)) {
      const { messages } = await publint({ pkgDir: join(repository.root, folder), pack: "pnpm", strict: true });
      for (const message of messages) {
        const text = formatMessage(message, json, { color: false }) ?? message.code;
        findings.push({ file, line: 0, message: `publint: ${text}` });
      }
    }
    return findings;
  },
};
