/** Makes a text from outside safe to print on one line: control characters, which could steer a terminal, are escaped. */
export function plainText(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`;
  });
}

/** Writes a command as a person would type it, near enough to read; not for pasting. */
export function commandText(command: readonly string[]): string {
  return command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${plainText(word)}'`)).join(" ");
}
