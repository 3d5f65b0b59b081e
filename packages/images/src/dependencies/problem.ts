/** What is wrong with one item of `dependencies`. */
export interface Problem {
  /** One sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
