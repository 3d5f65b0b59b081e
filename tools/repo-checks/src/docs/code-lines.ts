/** A piece of code in a Markdown text. */
export interface CodeLine {
  /** From 1. */
  readonly line: number;
  /** `span` for code within a sentence, `block` for a line of a fenced block of a shell, or of no language. */
  readonly kind: "span" | "block";
  readonly text: string;
}

const SHELL = /^(?:sh|bash|shell|console|text)?$/;

/** Finds the code that a reader could type. Pure. */
export function codeLines(markdown: string): readonly CodeLine[] {
  const found: CodeLine[] = [];
  let fence: string | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    const opened = /^\s*```(\w*)(?: \w+)?\s*$/.exec(line);
    if (opened !== null) {
      fence = fence === undefined ? (opened[1] ?? "") : undefined;
    } else if (fence !== undefined) {
      if (SHELL.test(fence)) found.push({ line: index + 1, kind: "block", text: line.trim() });
    } else {
      for (const [, text = ""] of line.matchAll(/`([^`]+)`/g)) found.push({ line: index + 1, kind: "span", text });
    }
  }
  return found;
}
