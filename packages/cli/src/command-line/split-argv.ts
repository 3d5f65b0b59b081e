/** The words of a command line: moat's own, and the command's. */
export interface SplitArgv {
  readonly own: readonly string[];
  /** What follows the first `--`, unchanged; undefined when there is no `--`. */
  readonly command: readonly string[] | undefined;
}

/** Splits at the first `--`, so that no flag of the command can ever be taken for one of moat's. Pure. */
export function splitArgv(argv: readonly string[]): SplitArgv {
  const at = argv.indexOf("--");
  return at === -1 ? { own: argv, command: undefined } : { own: argv.slice(0, at), command: argv.slice(at + 1) };
}
