import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openTerminal } from "./driver/pty.ts";

/** The longest line, but for examples: a command line is not broken. */
const longest = (text: string) =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split(/\r?\n/)
      .map((line) => (/^\s+\$ /.test(line) ? 0 : line.length)),
  );

it("help fits the width that there is, and 80 columns where there is no terminal", async () => {
  await using box = await Box.fresh();
  const plain = (await box.moat(["run", "--help"])).stdout.toString();
  expect(longest(plain)).toBeLessThanOrEqual(80);
  const { screen } = await openTerminal(box, "stty cols 60; moat run --help; stty cols 100");
  const narrow = (await screen.ended).stdout.toString();
  expect(narrow).toContain("--no-sandbox");
  // The parser library breaks everything but the summary, its first line.
  expect(longest(narrow.slice(narrow.indexOf("USAGE")))).toBeLessThanOrEqual(60);
});

it("NO_COLOR keeps colours out of a terminal", async () => {
  await using box = await Box.fresh();
  const { screen } = await openTerminal(box, "export NO_COLOR=1; moat run --help; moat list; moat lits");
  const shown = (await screen.ended).stdout.toString();
  expect(shown).toContain("Did you mean moat list?");
  expect(shown).not.toContain("\u001B");
});
