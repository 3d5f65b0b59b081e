const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const ZERO_WIDTH = /\p{M}/u;

/** Returns the line that goes under an excerpt: blanks as wide as `before`, then carets as wide as `marked` (one at least). */
export function caretLine(before: string, marked: string): string {
  return " ".repeat(widthOf(before)) + "^".repeat(Math.max(1, widthOf(marked.trimEnd())));
}

/** How many terminal cells a text takes, well enough to put a caret under the right letter. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (ZERO_WIDTH.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}
