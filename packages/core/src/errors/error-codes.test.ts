import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "./error-codes.ts";
import { ERROR_KINDS } from "./error-kinds.ts";

describe("ERROR_CODES", () => {
  it.each(Object.entries(ERROR_CODES))("%s has a kind and says in one sentence when it is used", (code, entry) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
    expect(ERROR_KINDS).toContain(entry.kind);
    expect(entry.when).toMatch(/^[A-Z`][^\n]*[^.\s]\.$|^moat [^\n]*\.$/);
    expect(entry.when).not.toMatch(/\. [A-Z]/);
  });

  it("is in alphabetical order, so that nobody adds a code twice", () => {
    const codes = Object.keys(ERROR_CODES);
    expect(codes).toEqual(codes.toSorted());
  });

  it("has every kind once at least", () => {
    const used = new Set<string>(Object.values(ERROR_CODES).map(({ kind }) => kind));
    expect(used).toEqual(new Set(ERROR_KINDS));
    expect(new Set(ERROR_KINDS).size).toBe(ERROR_KINDS.length);
  });
});
