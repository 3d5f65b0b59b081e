import { type Execution, MoatError } from "@moat/core";
import { signalExitCode } from "../terminal/interrupts.ts";
import { signalPlan } from "./signal-plan.ts";

/** What signals to moat lead to while a command runs in a run. */
export interface ForwardedSignals {
  readonly handle: (name: NodeJS.Signals) => void;
  /** Aborted by a signal that comes before the command has begun. */
  readonly starting: AbortSignal;
  /** The first signal that came before that. */
  readonly first: NodeJS.Signals | undefined;
  /** Resolves with an exit code when moat is to go, whatever the command does. */
  readonly left: Promise<number>;
  /** From now on signals go to this command; so do those of the result, and neither ever throws. */
  readonly forwardTo: (execution: Execution) => { readonly signal: (name: string) => Promise<void> };
}

/**
 * Sends signals on to a command, as `moat run` does. A hangup goes to it, too: nobody would read its output any more,
 * and it has no log that keeps it; then moat leaves.
 */
export function forwardSignals(onFailure: (error: MoatError) => void): ForwardedSignals {
  const starting = new AbortController();
  const left = Promise.withResolvers<number>();
  const actionFor = signalPlan();
  let first: NodeJS.Signals | undefined;
  let target: Execution | undefined;
  const send = async (name: string): Promise<void> => {
    try {
      await target?.signal(name);
    } catch (error) {
      if (error instanceof MoatError) onFailure(error);
    }
  };
  return {
    handle(name) {
      const action = actionFor(name, performance.now());
      if (target === undefined) {
        if (action.kind === "leave" && first !== undefined) left.resolve(signalExitCode(first));
        first ??= name;
        starting.abort(new Error(name));
      } else if (action.kind === "leave") {
        void send(name).then(() => left.resolve(signalExitCode(name)));
      } else void send(action.signal);
    },
    starting: starting.signal,
    get first() {
      return first;
    },
    left: left.promise,
    forwardTo(execution) {
      target = execution;
      return { signal: send };
    },
  };
}
