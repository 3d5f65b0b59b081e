import { expect, it } from "vitest";
import { ReaderPace } from "./reader-pace.ts";

/** Gives a reader something that takes it so many milliseconds, each after a pause. */
async function paced(...steps: readonly (readonly [pause: number, takes: number])[]): Promise<boolean> {
  let now = 10_500;
  const pace = new ReaderPace(() => now);
  for (const [pause, takes] of steps) {
    now += pause;
    await pace.give(async () => void (now += takes));
  }
  return pace.isSlow;
}

it.each([
  ["nobody is waited for", [[0, 0]], false],
  [
    "a reader that is waited for now and then",
    [
      [500, 100],
      [500, 100],
      [500, 100],
      [500, 100],
    ],
    false,
  ],
  [
    "a reader that kept everybody waiting, long ago",
    [
      [0, 5000],
      [3000, 1],
    ],
    false,
  ],
  ["a reader that did not read for long", [[0, 5000]], true],
  ["a reader that is slow, and steady", Array.from({ length: 40 }, () => [1, 60] as const), true],
] as const)("%s", async (_, steps, isSlow) => {
  expect(await paced(...steps)).toBe(isSlow);
});
