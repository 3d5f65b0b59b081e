import { STEERING } from "./steering.ts";

/** What no shell reads anything into. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** Writes words so that a shell reads them back as they are when the line is pasted. One line, whatever is in them. */
export function shellQuote(words: readonly string[]): string {
  return words.map(quote).join(" ");
}

function quote(word: string): string {
  if (PLAIN.test(word)) return word;
  if (!STEERING.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  const escaped = Array.from(word, (character) => {
    if (character === "\\" || character === "'") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (!STEERING.test(character)) return character;
    // Octal, byte by byte: what follows can then never be taken for a part of it.
    return Array.from(Buffer.from(character), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  });
  return `$'${escaped.join("")}'`;
}
