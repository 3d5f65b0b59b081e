import { constants } from "node:os";

const HANDLED = ["SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;

/** Handles the signals that a user, a supervisor or a closing terminal sends, until the result is called. */
export function onInterrupts(handle: (name: NodeJS.Signals) => void): () => void {
  for (const name of HANDLED) process.on(name, handle);
  return () => {
    for (const name of HANDLED) process.off(name, handle);
  };
}

/** What a shell calls the end by a signal. */
export function signalExitCode(name: NodeJS.Signals): number {
  return 128 + constants.signals[name];
}
