/** A file that a build may copy into its image. */
export interface ContextFile {
  /** Relative to the context, without `..`. */
  readonly path: string;
  readonly content: string;
  /** Permission bits. */
  readonly mode: number;
}
