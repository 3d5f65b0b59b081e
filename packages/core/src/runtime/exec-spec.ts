import type { TerminalSize } from "./container-spec.ts";

/** Everything a runtime needs to run one more process in a container. Make one with {@link execSpec}. */
export interface ExecSpec {
  /** The program and its arguments, passed on unchanged; never empty. No shell comes between. */
  readonly command: readonly string[];
  /** Added to the container's own environment, and stronger. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path; empty means the container's own. */
  readonly workingDir: string;
  /** A name, a uid, or either with a group as `user:group`; empty means the container's own. */
  readonly user: string;
  /** Whether the process has a terminal; then stdout and stderr are one stream. */
  readonly tty: boolean;
  /** Whether the process reads what is written to the execution; otherwise it reads end-of-file at once. */
  readonly stdin: boolean;
  /** The terminal's first size, when `tty` is set. */
  readonly terminalSize: TerminalSize;
}

/** Completes a spec: all that is not given is the container's own, or off. */
export function execSpec(given: Partial<ExecSpec> & Pick<ExecSpec, "command">): ExecSpec {
  return {
    env: {},
    workingDir: "",
    user: "",
    tty: false,
    stdin: false,
    terminalSize: { columns: 0, rows: 0 },
    ...given,
  };
}
