import { isMoatError } from "@moat/core";
import { signalExitCode } from "../terminal/interrupts.ts";
import { type SignalWatch, watchSignals } from "./signal-watch.ts";

/** What was interrupted, and has been undone; or has not, since somebody insisted. */
export interface Interrupted {
  readonly kind: "interrupted";
  readonly exitCode: number;
}

/** Does what `signals` cancels as long as there is no command that they lead to, and says so when one has. */
export async function unlessInterrupted<T>(signals: SignalWatch, work: () => Promise<T>): Promise<T | Interrupted> {
  try {
    return await Promise.race([work(), signals.givenUp.then(interrupted)]);
  } catch (error) {
    if (signals.before === undefined || !isMoatError(error, "CANCELED")) throw error;
    return interrupted(signals.before);
  }
}

/** Does what the first signal cancels, from its beginning to its end. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | Interrupted> {
  using signals = watchSignals();
  return await unlessInterrupted(signals, () => work(signals.preparing));
}

function interrupted(by: NodeJS.Signals): Interrupted {
  return { kind: "interrupted", exitCode: signalExitCode(by) };
}
