import type { Check, DocumentedCommand, Finding } from "../check.ts";
import { type CodeLine, codeLines } from "../docs/code-lines.ts";

/** Flags of every command, and of moat itself. */
const ALWAYS = new Set(["--help", "--version"]);

/** Every command and flag of moat that the documentation shows exists. */
export const documentedCommands: Check = {
  name: "documented-commands",
  run({ files, commands }) {
    const findings: Finding[] = [];
    for (const [file, text] of files) {
      if (!file.endsWith(".md") || file.endsWith("CHANGELOG.md")) continue;
      for (const code of codeLines(text)) {
        const problem = judge(code, commands);
        if (problem !== undefined) findings.push({ file, line: code.line, message: problem });
      }
    }
    return findings;
  },
};

function judge({ text, kind }: CodeLine, commands: readonly DocumentedCommand[]): string | undefined {
  const [call = ""] = text.split(" -- ");
  const [first = "", second = "", ...rest] = call.replace(/^\$ /, "").split(/\s+/);
  if (kind === "span" && /^--[a-z]/.test(first)) {
    const flag = nameOf(first);
    const known = ALWAYS.has(flag) || commands.some((command) => hasFlag(command, flag));
    return known ? undefined : `mentions ${flag}, which no command of moat has.`;
  }
  if (first !== "moat" || second === "" || /^[A-Z]/.test(second)) return undefined;
  if (second.startsWith("-")) return ALWAYS.has(second) ? undefined : `mentions moat ${second}, which does not exist.`;
  if (!/^[a-z]+$/.test(second)) return undefined;
  const typed = `${second} ${rest[0] ?? ""}`;
  const command = commands.find(({ name }) => name === second) ?? commands.find(({ name }) => name === typed.trim());
  // The first word alone, with nothing or a flag behind it, asks for the help of all commands that begin with it.
  const isTopic = commands.some(({ name }) => name.startsWith(`${second} `));
  if (command === undefined && isTopic && !/^[a-z]+$/.test(rest[0] ?? "")) return undefined;
  if (command === undefined) return `mentions moat ${isTopic ? typed : second}, which does not exist.`;
  const unknown = flagsOf(rest).find((flag) => !ALWAYS.has(flag) && !hasFlag(command, flag));
  return unknown === undefined ? undefined : `mentions moat ${second} ${unknown}, which does not exist.`;
}

/** The flags among words, up to a comment or another program. */
function flagsOf(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word) => /^(?:#|\||&&|;|>)/.test(word));
  return (end === -1 ? words : words.slice(0, end))
    .map((word) => word.replace(/^\[/, "").replace(/\]$/, ""))
    .filter((word) => /^-{1,2}[a-z]/.test(word))
    .map(nameOf);
}

function nameOf(word: string): string {
  return word.replace(/[=\]].*$/, "");
}

/** Short flags may be written together, as in `-it`. */
function hasFlag({ flags }: DocumentedCommand, flag: string): boolean {
  if (flag.startsWith("--")) return flags.some(({ name }) => flag === `--${name}`);
  return Array.from(flag.slice(1)).every((letter) => flags.some(({ char }) => letter === char));
}
