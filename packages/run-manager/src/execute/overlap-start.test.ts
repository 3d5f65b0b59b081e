import { assert, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { overlapStart } from "./overlap-start.ts";

const at = (recent: string, live: string) => overlapStart(Buffer.from(recent), Buffer.from(live));

describe("overlapStart", () => {
  it.for<[string, string, number, string]>([
    ["", "abc", 0, "nothing recent"],
    ["abc", "", 3, "nothing live yet"],
    ["abc", "def", 3, "nothing in both"],
    ["abcdef", "defghi", 3, "the end of one and the beginning of the other"],
    ["abcdef", "bc", 1, "live output that lags behind the log"],
    ["abc", "abc", 0, "the same"],
    ["a\nb\na\nb\n", "b\nc\n", 6, "a line that comes twice, and goes on differently the first time"],
    ["tick\ntick\n", "tick\ntick\ntick\n", 0, "output that repeats itself"],
  ])("%j and %j: %i (%s)", ([recent, live, expected]) => {
    expect(at(recent, live)).toBe(expected);
  });

  it("finds an overlap longer than what it looks for first", () => {
    const text = Array.from({ length: 500 }, (_, line) => `line ${line}\n`).join("");
    expect(at(text, `${text.slice(1000)}more`)).toBe(1000);
    expect(at(text, `${text.slice(-10)}more`)).toBe(text.length - 10);
  });

  it("joins any stream whole that never repeats itself, wherever the two pieces begin and end", () => {
    const stream = Buffer.from(Uint8Array.from({ length: 200 }, (_, index) => index));
    const cut = nat({ max: stream.length });
    assert(
      property(cut, cut, cut, cut, (...cuts) => {
        const [recentFrom = 0, liveFrom = 0, one = 0, other = 0] = cuts.toSorted((a, b) => a - b);
        for (const [recentTo, liveTo] of [
          [one, other],
          [other, one],
        ] as const) {
          const recent = stream.subarray(recentFrom, recentTo);
          const live = stream.subarray(liveFrom, liveTo);
          if (live.length === 0) continue;
          const joined = Buffer.concat([recent.subarray(0, overlapStart(recent, live)), live]);
          expect(joined).toEqual(stream.subarray(recentFrom, liveTo));
        }
      }),
    );
  });
});
