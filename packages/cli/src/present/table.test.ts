import { expect, it } from "vitest";
import { table } from "./table.ts";

it("sets columns as wide as their widest cell, with nothing at the ends of lines", () => {
  expect(
    table([
      ["NAME", "ID"],
      ["calm-otter", "run_1"],
      ["x", ""],
    ]),
  ).toBe("NAME        ID\ncalm-otter  run_1\nx");
});

it("takes rows of different lengths, and none", () => {
  expect(table([["a"], ["bb", "c", "d"]])).toBe("a\nbb  c  d");
  expect(table([])).toBe("");
});

it("lets no cell steer a terminal", () => {
  expect(table([["\x1b[2J\n", "x"]])).toBe(String.raw`\x1b[2J\n  x`);
});
