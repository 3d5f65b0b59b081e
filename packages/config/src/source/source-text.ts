import { caretLine } from "./caret-line.ts";
import { printable } from "./printable.ts";

/** A half-open range of UTF-16 offsets in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a file, both numbers 1-based; columns count Unicode characters. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

const CONTEXT_BEFORE = 60;
const CONTEXT_LENGTH = 100;

/** A decoded file, able to turn offsets into lines, columns and excerpts. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#lineStarts = lineStartsOf(text);
  }

  /** Returns the line and column of an offset; offsets outside the text are moved to its nearest end. */
  locate(offset: number): LineColumn {
    const at = Math.min(Math.max(offset, 0), this.text.length);
    const line = this.#lineIndex(at);
    const before = this.text.slice(this.#lineStart(line), at);
    return { line: line + 1, column: Array.from(before).length + 1 };
  }

  /** Returns the line that holds the start of a span, with a line of carets below it; long lines are cut. */
  excerpt(span: Span): string {
    const at = Math.min(Math.max(span.start, 0), this.text.length);
    const index = this.#lineIndex(at);
    const lineStart = this.#lineStart(index);
    const newline = this.text.indexOf("\n", lineStart);
    const lineEnd = newline === -1 ? this.text.length : newline;
    const from = at - lineStart > CONTEXT_BEFORE ? at - CONTEXT_BEFORE : lineStart;
    const to = Math.min(lineEnd, from + CONTEXT_LENGTH);
    const before = printable(this.text.slice(from, at));
    const marked = printable(this.text.slice(at, Math.min(Math.max(span.end, at), to)));
    const rest = printable(this.text.slice(at, to).trimEnd());
    const lead = from > lineStart ? "…" : "";
    const number = String(index + 1);
    const gutter = " ".repeat(number.length);
    const tail = to < lineEnd ? "…" : "";
    return `${number} | ${lead}${before}${rest}${tail}\n${gutter} | ${caretLine(lead + before, marked)}`;
  }

  #lineStart(index: number): number {
    return this.#lineStarts[index] ?? 0;
  }

  #lineIndex(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#lineStart(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
