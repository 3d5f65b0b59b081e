import { setTimeout as delay } from "node:timers/promises";
import { type Execution, MoatError } from "@moat/core";
import { signalExitCode } from "../terminal/interrupts.ts";
import type { SignalTarget } from "./signal-watch.ts";

/** How long a last signal may take to be sent: an engine that hangs must not keep whoever wants to go. */
const LAST_SIGNAL_MS = 2_000;

/** A command in a run as signals see it. */
export interface SignaledExecution extends SignalTarget {
  /** Resolves with an exit code when moat is to go, whatever the command does. */
  readonly left: Promise<number>;
}

/**
 * Sends signals on to a command in a run. What makes moat leave goes to it, too: nobody would read its output any more, and it has
 * no log that keeps it.
 */
export function signalExecution(
  execution: Execution,
  onFailure: (error: MoatError) => void,
  lastSignalMs = LAST_SIGNAL_MS,
): SignaledExecution {
  const left = Promise.withResolvers<number>();
  const signal = async (name: string): Promise<void> => {
    try {
      await execution.signal(name);
    } catch (error) {
      if (error instanceof MoatError) onFailure(error);
    }
  };
  return {
    signal,
    leave(name) {
      void Promise.race([signal(name), delay(lastSignalMs)]).then(() => left.resolve(signalExitCode(name)));
    },
    left: left.promise,
  };
}
