const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
const SHOWN_LENGTH = 60;

/**
 * Returns a text in which nothing can move the cursor, colour the screen or reorder letters: a file that somebody else
 * wrote is shown in a terminal. Tabs become blanks, everything else of that sort becomes U+FFFD.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === "\t" ? " " : "\uFFFD"));
}

/** Returns a text in double quotes, printable and short enough for a message. */
export function quote(text: string): string {
  const characters = Array.from(printable(text.slice(0, 4 * SHOWN_LENGTH)));
  const cut = characters.length > SHOWN_LENGTH || text.length > 4 * SHOWN_LENGTH;
  return `"${characters.slice(0, SHOWN_LENGTH).join("")}${cut ? "…" : ""}"`;
}
