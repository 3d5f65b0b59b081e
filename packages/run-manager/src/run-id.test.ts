import { describe, expect, it } from "vitest";
import { isRunId, isRunIdPrefix, newRunId } from "./run-id.ts";

describe("newRunId", () => {
  it("makes ids that are ids, each another", () => {
    const ids = Array.from({ length: 1000 }, newRunId);
    expect(ids.every(isRunId)).toBe(true);
    expect(new Set(ids).size).toBe(1000);
  });
});

describe("isRunId", () => {
  it.each([
    "",
    "run_",
    "run_0123456789a",
    "run_0123456789abc",
    "run_0123456789AB",
    "0123456789ab",
    " run_0123456789ab\n",
  ])("is false for %j", (text) => expect(isRunId(text)).toBe(false));
});

describe("isRunIdPrefix", () => {
  it.each(["a", "0123456789ab", "run_0", "run_0123456789ab"])("is true for %j", (text) => {
    expect(isRunIdPrefix(text)).toBe(true);
  });
  it.each(["", "run", "run_", "g", "run_0123456789abc", "A", "calm-otter"])("is false for %j", (text) => {
    expect(isRunIdPrefix(text)).toBe(false);
  });
});
