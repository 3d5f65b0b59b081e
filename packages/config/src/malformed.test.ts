import { describe, expect, it } from "vitest";
import { failureOf } from "./testing/failure-of.ts";
import { MALFORMED } from "./testing/malformed.ts";

describe("a malformed file", () => {
  it("is one of more than a hundred", () => {
    expect(MALFORMED.length).toBeGreaterThan(100);
    expect(new Set(MALFORMED.map(([what]) => what)).size).toBe(MALFORMED.length);
  });

  it.each(MALFORMED.map(([what, text, ...expected]) => ({ what, text, expected })))("$what", ({ text, expected }) => {
    const { issues } = failureOf(text);
    expect(issues.map((issue) => [`${issue.line}:${issue.column}`, issue.path])).toEqual(
      expected.map(([place, path]) => [place, path]),
    );
    for (const [index, [, , part]] of expected.entries()) expect(issues[index]?.message).toContain(part);
    for (const issue of issues) expect(issue.excerpt).toMatch(/^\d+ \| .*\n +\| .*\^+$/u);
  });

  it("whose aliases stand for billions of values is refused at once", () => {
    const levels = ["x0: &x0 [a, a, a, a, a, a, a, a, a, a]"];
    for (let level = 1; level < 10; level += 1)
      levels.push(
        `x${level}: &x${level} [${Array(10)
          .fill(`*x${level - 1}`)
          .join(", ")}]`,
      );
    const { issues } = failureOf(levels.join("\n"));
    expect(issues.some((issue) => issue.message.includes("stand for too many values"))).toBe(true);
  });
});
