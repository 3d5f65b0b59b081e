import { type Comment, type Program, parseSync } from "oxc-parser";

/** A file of emitted declarations. */
export interface Declarations {
  readonly text: string;
  readonly comments: readonly Comment[];
  readonly statements: Program["body"];
}

/** Parses a `.d.ts` text. */
export function parseDeclarations(file: string, text: string): Declarations {
  const { program, comments, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  return { text, comments, statements: program.body };
}

/** Finds the TSDoc right before a position, without its stars; empty where there is none. */
export function docBefore({ text, comments }: Pick<Declarations, "text" | "comments">, position: number): string {
  const comment = comments.findLast(({ end }) => end <= position);
  if (comment === undefined || comment.type !== "Block" || !comment.value.startsWith("*")) return "";
  if (text.slice(comment.end, position).trim() !== "") return "";
  return comment.value
    .slice(1)
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim();
}
