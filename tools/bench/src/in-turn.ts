import { type Comparison, type Pair, compare } from "./statistics.ts";

/** Measures something once, in whatever unit. */
export type Measure = () => Promise<number>;

/** Measures both sides in turn, after one of each that does not count, so that whatever else the machine does hits both. */
export async function inTurn(pairs: number, baseline: Measure, moat: Measure): Promise<Comparison> {
  await baseline();
  await moat();
  const taken: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) taken.push({ baseline: await baseline(), moat: await moat() });
  return compare(taken);
}
