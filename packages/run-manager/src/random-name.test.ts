import { describe, expect, it } from "vitest";
import { ADJECTIVES, ANIMALS } from "./name-words.ts";
import { randomName } from "./random-name.ts";

describe("randomName", () => {
  it("takes the first and the last words at the ends of the range", () => {
    expect(randomName(() => 0)).toBe("able-alpaca");
    expect(randomName(() => 0.999_999_999)).toBe("zesty-zebra");
  });

  it("has words enough, each once, short and plain", () => {
    for (const words of [ADJECTIVES, ANIMALS]) {
      expect(words.length).toBeGreaterThanOrEqual(60);
      expect(new Set(words).size).toBe(words.length);
      expect(words.filter((word) => !/^[a-z]{2,10}$/.test(word))).toEqual([]);
    }
  });
});
