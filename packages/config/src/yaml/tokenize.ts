import { type CST, Lexer, Parser } from "yaml";
import type { IssueLog } from "../problems/issue-log.ts";

// Far more than any agent.yaml has. What the YAML library does with a token may take long (an error for each, say).
const MAX_TOKENS = 50_000;

// What the lexer puts between the pieces of the text: start of document, end of flow, scalar.
const MARKERS: ReadonlySet<string> = new Set(["\u0002", "\u0018", "\u001F"]);

/** Cuts a text into the library's syntax tree; nothing when it has more parts than could be read in decent time. */
export function tokenize(text: string, issues: IssueLog): readonly CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1 + escapesIn(lexeme);
    if (count > MAX_TOKENS) {
      const hint = "Split it, or move data to a file of its own.";
      issues.add({ start: offset, end: offset + 1 }, "", { message: "The file has too many values.", hint });
      return undefined;
    }
    tokens.push(...parser.next(lexeme));
    if (!MARKERS.has(lexeme)) offset += lexeme.length;
  }
  tokens.push(...parser.end());
  return tokens;
}

/** A wrong escape is an error of its own, so escapes count as tokens do. */
function escapesIn(lexeme: string): number {
  return lexeme.startsWith('"') ? lexeme.split("\\").length - 1 : 0;
}
