import type { Check, DocumentedCommand, Finding } from "../check.ts";
import { codeLines } from "../docs/code-lines.ts";

const PAGE = "docs/content/reference/01-cli.md";

/** Flags that are described once, for all commands. */
const COMMON = new Set(["json", "verbose"]);

/** Every command has its section in the reference, and every flag is in it. */
export const cliReference: Check = {
  name: "cli-reference",
  run({ files, commands }) {
    const page = files.get(PAGE) ?? "";
    const findings: Finding[] = [];
    const missing = (message: string) => findings.push({ file: PAGE, line: 0, message });
    for (const command of commands) {
      if (!page.includes(`\`moat ${command.name}\``)) missing(`does not mention \`moat ${command.name}\`.`);
      if (isAlias(command, commands)) continue;
      const section = sectionOf(page, command.name);
      if (section === undefined) {
        missing(`has no section "## moat ${command.name}".`);
        continue;
      }
      for (const { name, char } of command.flags) {
        const text = COMMON.has(name) ? page : section;
        if (!codeSpans(text).some((span) => words(span).includes(`--${name}`)))
          missing(`does not describe --${name} of moat ${command.name}.`);
        if (char !== "" && !codeSpans(text).some((span) => words(span).includes(`-${char}`)))
          missing(`does not describe -${char} of moat ${command.name}.`);
      }
    }
    return findings;
  },
};

/** A second name of a command has the same flags and no section of its own. */
function isAlias(command: DocumentedCommand, commands: readonly DocumentedCommand[]): boolean {
  return commands.some((other) => other.aliases.includes(command.name));
}

function sectionOf(page: string, command: string): string | undefined {
  const [, section] = page.split(`\n## moat ${command}\n`);
  return section?.split("\n## ")[0];
}

function codeSpans(text: string): readonly string[] {
  return codeLines(text).flatMap(({ kind, text: span }) => (kind === "span" ? [span] : []));
}

function words(span: string): readonly string[] {
  return span.split(/\s+/);
}
