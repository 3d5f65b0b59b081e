/** What no shell reads anything into. */
const PLAIN = /^[\w@%+=:,./-]+$/;
/** What cannot stand in one line, or could steer a terminal; see `plainText`. */
const STEERING = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

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
