import { expect, it } from "vitest";
import { judge } from "./figure.ts";

it.each([
  ["less", 1.25, 1, 0.9, "aim"],
  ["less", 1.25, 1, 1, "aim"],
  ["less", 1.25, 1, 1.2, "bar"],
  ["less", 1.25, 1, 1.26, "MISSED"],
  ["more", 0.9, 1, 1.1, "aim"],
  ["more", 0.9, 1, 0.95, "bar"],
  ["more", 0.9, 1, 0.8, "MISSED"],
] as const)("%s is better, bar %d, aim %d: %d is %s", (better, bar, aim, value, verdict) => {
  expect(judge({ better, bar, aim }, value)).toBe(verdict);
});
