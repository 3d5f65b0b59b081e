import type { Scene } from "./scene.ts";
import type { Comparison } from "./statistics.ts";

/** What a figure came to. */
export interface Measured {
  /** What is held against the bar. */
  readonly value: number;
  /** How it came about, for people. */
  readonly detail: string;
  readonly comparison?: Comparison;
}

/** Something that is measured, and how good it has to be. */
export interface Figure {
  readonly name: string;
  /** What the value is: `ratio`, or a unit. */
  readonly unit: "ratio" | "requests" | "processes" | "ms";
  readonly better: "less" | "more";
  /** What it must reach. */
  readonly bar: number;
  /** What it should reach. */
  readonly aim: number;
  readonly measure: (scene: Scene, pairs: number) => Promise<Measured>;
}

/** Whether a figure has reached its aim, at least its bar, or neither. */
export type Verdict = "aim" | "bar" | "MISSED";

/** Judges a value. Pure. */
export function judge({ better, bar, aim }: Pick<Figure, "better" | "bar" | "aim">, value: number): Verdict {
  const reaches = (limit: number) => (better === "less" ? value <= limit : value >= limit);
  if (reaches(aim)) return "aim";
  return reaches(bar) ? "bar" : "MISSED";
}
