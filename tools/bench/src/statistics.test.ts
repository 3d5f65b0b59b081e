import { describe, expect, it } from "vitest";
import { compare, median, quantile } from "./statistics.ts";

describe("compare", () => {
  it("takes the ratio of the medians, so that one slow measurement says nothing", () => {
    const pairs = [
      { baseline: 100, moat: 110 },
      { baseline: 100, moat: 120 },
      { baseline: 100, moat: 5000 },
    ];
    expect(compare(pairs)).toMatchObject({ baseline: 100, moat: 120, ratio: 1.2, pairs: 3 });
  });

  it("tells the middle half of the pairs' own ratios", () => {
    const pairs = [1, 2, 3, 4, 5].map((moat) => ({ baseline: 1, moat }));
    expect(compare(pairs).spread).toEqual([2, 4]);
  });

  it("refuses to make something of nothing", () => {
    expect(() => compare([])).toThrow("nothing was measured");
  });
});

describe("quantile", () => {
  it.each([
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[10, 20], 0.25, 12.5],
    [[7], 0.75, 7],
  ])("of %j at %d is %d", (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });

  it("is the median in the middle", () => {
    expect(median([1, 2, 9])).toBe(2);
  });
});
