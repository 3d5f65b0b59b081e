import { randomName } from "./random-name.ts";
import type { RunStore } from "./run-store.ts";
import { randomHex } from "./store/random-hex.ts";

/** With a hundred live runs, one new one in a hundred and fifty would get a name that is taken. */
const TRIES = 20;

/** Makes a random name that no run has. Where so many are live that none is found, it has digits behind it. */
export async function unclaimedName(store: Pick<RunStore, "isClaimed">, random = Math.random): Promise<string> {
  let name = randomName(random);
  for (let tries = 1; await store.isClaimed(name); tries += 1)
    name = tries < TRIES ? randomName(random) : `${randomName(random)}-${randomHex(3)}`;
  return name;
}
