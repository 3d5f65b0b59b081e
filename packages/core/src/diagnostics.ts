/** How far a long engine operation has come. */
export interface Progress {
  /** What is being done. */
  readonly operation: "pull" | "build";
  /** What it is done to, for instance an image reference. */
  readonly subject: string;
  /** One short English phrase, for instance `Downloading`; the step of a build, for instance `2/5 RUN make`. */
  readonly status: string;
  /** Bytes done so far over all parts that have reported a size. */
  readonly currentBytes: number;
  /** Bytes to do over all parts that have reported a size; 0 while none has. */
  readonly totalBytes: number;
}

/**
 * Where libraries say what a person may want to know. A library never writes to stderr itself: the program that
 * embeds it decides what is shown, and where.
 */
export interface Diagnostics {
  /** Something the user must see, once, although the operation goes on. */
  warn(message: string): void;
  /** Something that helps to understand a decision; shown with `--verbose`. */
  debug(message: string): void;
  /** How far a long operation has come; called often. */
  progress(progress: Progress): void;
}

/** Diagnostics that go nowhere: the default of every library function that takes diagnostics. */
export const silentDiagnostics: Diagnostics = Object.freeze({
  warn: () => {},
  debug: () => {},
  progress: () => {},
});
