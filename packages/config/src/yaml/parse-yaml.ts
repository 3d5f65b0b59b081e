import { Composer, type Document, type YAMLParseError } from "yaml";
import type { IssueLog } from "../problems/issue-log.ts";
import { printable } from "../source/printable.ts";
import type { SourceText } from "../source/source-text.ts";
import { checkTokens } from "./check-tokens.ts";
import type { SourceNode } from "./source-node.ts";
import { toSourceNode } from "./to-source-node.ts";
import { tokenize } from "./tokenize.ts";

const OPTIONS = {
  version: "1.2",
  schema: "core",
  merge: false,
  // Quadratic in the library; toSourceNode looks for duplicates itself.
  uniqueKeys: false,
  strict: true,
  logLevel: "silent",
} as const;

/** Parses a file that holds one YAML document. Nothing comes back when it is empty, or when it could not be read. */
export function parseYaml(source: SourceText, issues: IssueLog): SourceNode | undefined {
  const tokens = tokenize(source.text, issues);
  if (tokens === undefined || !checkTokens(tokens, issues)) return undefined;
  const documents = [...new Composer(OPTIONS).compose(tokens, true, source.text.length)];
  const [document, second] = documents;
  if (second !== undefined) {
    const start = second.range[0];
    const hint = "Keep one; remove the `---` line and what follows.";
    issues.add({ start, end: start + 3 }, "", { message: "The file holds more than one YAML document.", hint });
  }
  if (document === undefined) return undefined;
  if (document.errors.length > 0) {
    reportSyntax(document, source, issues);
    return undefined;
  }
  return document.contents === null ? undefined : toSourceNode(document.contents, issues);
}

/** One error a line: what the library finds later on a line is most often a consequence of the first. */
function reportSyntax(document: Document, source: SourceText, issues: IssueLog): void {
  const lines = new Set<number>();
  for (const error of document.errors) {
    const { line } = source.locate(error.pos[0]);
    if (lines.has(line)) continue;
    lines.add(line);
    const message = sentence(printable(error.message.split("\n")[0] ?? ""));
    issues.add({ start: error.pos[0], end: error.pos[1] }, "", { message, hint: HINTS[error.code] ?? "" });
  }
}

const HINTS: { readonly [Code in YAMLParseError["code"]]?: string } = {
  BAD_INDENT: "Indent the entries of one level by the same number of spaces.",
  BAD_SCALAR_START: "Quote the value.",
  BLOCK_AS_IMPLICIT_KEY: "Quote the value if it holds `: `, or put the nested keys on lines of their own.",
  MULTILINE_IMPLICIT_KEY: "Put a `:` and a blank between the key and its value, on one line.",
  TAB_AS_INDENT: "Indent with spaces, not tabs.",
};

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
