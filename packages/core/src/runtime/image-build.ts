/** A file that a build may copy into its image. */
export interface BuildFile {
  /** Relative to the context, without `.` and `..`. */
  readonly path: string;
  readonly content: string;
  /** Permission bits. */
  readonly mode: number;
}

/** Everything that a runtime needs to build an image. */
export interface ImageBuild {
  /** `name:tag`, the name that the image gets when all of it is there. */
  readonly tag: string;
  /**
   * The text of the Dockerfile. `RUN --mount=type=cache,...` is a wish: a builder without caches leaves it out. No other `--mount`, no heredoc
   * and no `# syntax=` may be there, so that every builder understands it.
   */
  readonly dockerfile: string;
  /** What `COPY` can copy; the whole context. */
  readonly files: readonly BuildFile[];
  /** Values of the Dockerfile's `ARG`s, and of the proxy variables, which every build knows without one. */
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}
