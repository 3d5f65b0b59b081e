import { STEERING } from "./steering.ts";

const ALL_STEERING = new RegExp(STEERING, "gu");

/** Makes a text from outside safe to print on one line: characters that could steer a terminal are escaped. */
export function plainText(text: string): string {
  return text.replaceAll(ALL_STEERING, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, "0")}`;
  });
}

/** Makes a text of several lines safe to print; its line ends stay. */
export function plainLines(text: string): string {
  return text.split("\n").map(plainText).join("\n");
}

/** Writes a command as a person would type it, near enough to read; not for pasting. */
export function commandText(command: readonly string[]): string {
  return command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${plainText(word)}'`)).join(" ");
}
