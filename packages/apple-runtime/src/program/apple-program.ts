import type { Deadlines } from "./deadlines.ts";
import { mapAppleError } from "./map-error.ts";
import { type Outcome, runProgram } from "./process-port.ts";

/** One call of the program. */
export interface ProgramCall {
  /** For messages, for instance `list containers`. */
  readonly operation: string;
  readonly timeoutMs: number;
  /** Kills the program. */
  readonly signal?: AbortSignal | undefined;
  /** Beside the fixed environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Apple's `container`: where it is, and how it is called. */
export class AppleProgram {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  readonly deadlines: Deadlines;

  constructor(path: string, env: Readonly<Record<string, string>>, deadlines: Deadlines) {
    this.path = path;
    this.env = env;
    this.deadlines = deadlines;
  }

  /** Calls it, and returns however it ended. */
  async try(
    args: readonly string[],
    { timeoutMs, signal, env = {} }: Omit<ProgramCall, "operation">,
  ): Promise<Outcome> {
    return await runProgram({ program: this.path, args, env: { ...this.env, ...env }, timeoutMs, signal });
  }

  /** Calls it, and returns what it printed; throws the `MoatError` that says why not. */
  async run(args: readonly string[], call: ProgramCall): Promise<string> {
    const outcome = await this.try(args, call);
    if (outcome.kind === "ended" && outcome.exitCode === 0) return outcome.stdout;
    throw mapAppleError(outcome, { program: this.path, operation: call.operation, timeoutMs: call.timeoutMs });
  }
}
