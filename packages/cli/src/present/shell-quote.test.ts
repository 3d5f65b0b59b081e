import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { shellQuote } from "./shell-quote.ts";

it.each([
  [["npm", "test"], "npm test"],
  [["sh", "-c", "kill -SEGV $$"], "sh -c 'kill -SEGV $$'"],
  [["", "a b"], "'' 'a b'"],
  [["it's"], `'it'\\''s'`],
  [["a\nb\t'\\"], `$'a\\nb\\t\\'\\\\'`],
  [["\u001b[31m1"], "$'\\033[31m1'"],
  [["~", "*", "a=~"], "'~' '*' 'a=~'"],
])("writes %j", (words, expected) => {
  expect(shellQuote(words)).toBe(expected);
});

it("is read back by a shell as it was", () => {
  const words = [
    "",
    " ",
    "a'b",
    '"$HOME"',
    "`id`",
    "\\",
    "a\nb",
    "\u202Ex\u2028y",
    "\x7f\x1b0",
    "é 🦦",
    "!!",
    "#",
    "-n",
  ];
  const line = shellQuote(words);
  expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  const read = execFileSync("bash", ["--norc", "-c", `printf '%s\\0' ${line}`], { env: { LC_ALL: "C.UTF-8" } });
  expect(read.toString().split("\0").slice(0, -1)).toEqual(words);
});
