import { expect, it } from "vitest";
import { randomHex } from "./random-hex.ts";

it("gives as many digits as were asked for, each time others", () => {
  expect(randomHex(4)).toMatch(/^[0-9a-f]{8}$/);
  expect(randomHex(0)).toBe("");
  expect(new Set(Array.from({ length: 1000 }, () => randomHex(6))).size).toBe(1000);
});
