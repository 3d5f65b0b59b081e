/** Two measurements that were taken one after the other: the baseline's, and moat's. */
export interface Pair {
  readonly baseline: number;
  readonly moat: number;
}

/** What pairs come to. */
export interface Comparison {
  /** The medians of each side. */
  readonly baseline: number;
  readonly moat: number;
  /** The ratio of the medians, moat's over the baseline's. */
  readonly ratio: number;
  /** The middle half of the ratios of the single pairs: from here to there. */
  readonly spread: readonly [low: number, high: number];
  readonly pairs: number;
}

/** Compares what was measured in turn. Pure; throws on nothing. */
export function compare(pairs: readonly Pair[]): Comparison {
  const baseline = median(pairs.map((pair) => pair.baseline));
  const moat = median(pairs.map((pair) => pair.moat));
  const ratios = pairs.map((pair) => pair.moat / pair.baseline);
  return {
    baseline,
    moat,
    ratio: moat / baseline,
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    pairs: pairs.length,
  };
}

/** The value that half of the values are below. Throws on none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of the values is below, between two of them where it falls there. Throws on none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError("nothing was measured");
  return below + (above - below) * (place - Math.floor(place));
}
