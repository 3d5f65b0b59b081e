import { describe, expect, it } from "vitest";
import { commandText, plainLines, plainText } from "./plain-text.ts";

describe("plainText", () => {
  it.each([
    ["plain", "plain"],
    ["Grüße 🦦 日本", "Grüße 🦦 日本"],
    ["a\nb\tc", String.raw`a\nb\tc`],
    ["\x1b[2J\x1b]0;title\x07", String.raw`\x1b[2J\x1b]0;title\x07`],
    ["\r\x08\x00\x7f\x9b", String.raw`\x0d\x08\x00\x7f\x9b`],
    ["a\u202egnp.exe", String.raw`a\u{202e}gnp.exe`],
    ["\u2066a\u2069\u200f\u061c", String.raw`\u{2066}a\u{2069}\u{200f}\u{61c}`],
    ["a\u2028b\u2029", String.raw`a\u{2028}b\u{2029}`],
    ["👨‍👩‍👧", "👨‍👩‍👧"],
  ])("writes %j", (text, plain) => {
    expect(plainText(text)).toBe(plain);
    expect(plainText(plain)).toBe(plain);
  });
});

describe("plainLines", () => {
  it("keeps the lines, and nothing else that steers", () => {
    expect(plainLines("a\n\x1b[1mb\n")).toBe("a\n\\x1b[1mb\n");
  });
});

describe("commandText", () => {
  it.each([
    [[], ""],
    [["npm", "test", "--", "--grep=a,b"], "npm test -- --grep=a,b"],
    [["sh", "-c", 'echo "$1"'], `sh -c 'echo "$1"'`],
    [["", " "], "'' ' '"],
    [["a\nb", "\x1b[2J"], String.raw`'a\nb' '\x1b[2J'`],
    [["über"], "'über'"],
  ])("writes %j", (command, text) => {
    expect(commandText(command)).toBe(text);
  });
});
