import type { Measured } from "./figure.ts";
import type { Comparison } from "./statistics.ts";

/** A comparison as a figure whose value is the ratio. */
export function asRatio(comparison: Comparison, write: (value: number) => string): Measured {
  const { ratio, moat, baseline } = comparison;
  return { value: ratio, detail: `${write(moat)} / ${write(baseline)}`, comparison };
}

/** A comparison of times as a figure whose value is the ratio of the throughputs. */
export function asThroughput(comparison: Comparison): Measured {
  const { moat, baseline, pairs, spread } = comparison;
  const [low, high] = spread;
  const turned: Comparison = { moat, baseline, pairs, ratio: baseline / moat, spread: [1 / high, 1 / low] };
  return { ...asRatio(turned, asMilliseconds), value: turned.ratio };
}

export function asMilliseconds(value: number): string {
  return value < 10_000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`;
}
