import { describe, expect, it } from "vitest";
import { droppedBytes } from "./dropped-bytes.ts";

const facts = { logBytes: 4000, savedBytes: 100, savedMessages: 1, writtenBytes: undefined };

describe("droppedBytes", () => {
  it.each([
    ["far from the bound", facts, 0],
    [
      "far from the bound, though somebody counted more (an old engine loses newlines)",
      { ...facts, writtenBytes: 101 },
      0,
    ],
    ["near the bound, and nobody counted", { ...facts, savedBytes: 3000 }, null],
    ["near the bound by what the engine adds", { ...facts, savedMessages: 60 }, null],
    ["near the bound, and all is there", { ...facts, savedBytes: 3000, writtenBytes: 3000 }, 0],
    ["dropped, and somebody counted", { ...facts, savedBytes: 3000, writtenBytes: 10_000 }, 7000],
    ["without a bound", { ...facts, logBytes: 0, savedBytes: 1e9 }, 0],
  ])("%s", (_, given, expected) => {
    expect(droppedBytes(given)).toBe(expected);
  });
});
