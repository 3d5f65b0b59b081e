import { expect, it } from "vitest";
import { randomName } from "./random-name.ts";
import { unclaimedName } from "./unclaimed-name.ts";

it("takes no name that a run has", async () => {
  const numbers = [0, 0, 0, 0, 0.5, 0.5];
  const taken = randomName(() => 0);
  const name = await unclaimedName(
    { isClaimed: (asked) => Promise.resolve(asked === taken) },
    () => numbers.shift() ?? 1,
  );
  expect(name).toBe(randomName(() => 0.5));
});

it("adds digits where all are taken", async () => {
  const name = await unclaimedName({ isClaimed: (asked) => Promise.resolve(!/-[0-9a-f]{6}$/.test(asked)) });
  expect(name).toMatch(/^[a-z]+-[a-z]+-[0-9a-f]{6}$/);
});
