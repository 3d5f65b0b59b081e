/** What a signal to moat leads to, once the command runs. */
export type SignalAction =
  | { readonly kind: "send"; readonly signal: NodeJS.Signals }
  /** Leaves the run alone. */
  | { readonly kind: "leave" };

/** A second Ctrl-C within this time ends the command by force. */
const FORCE_WITHIN_MS = 2_000;

/**
 * Decides what signals lead to: they go to the command; a second SIGINT within two seconds is a SIGKILL; a third, when
 * even that had no effect because the engine hangs, and SIGHUP leave the run alone.
 */
export function signalPlan(): (name: NodeJS.Signals, nowMs: number) => SignalAction {
  let lastInterruptMs = Number.NEGATIVE_INFINITY;
  let isForced = false;
  return (name, nowMs) => {
    if (name === "SIGHUP" || (isForced && name === "SIGINT")) return { kind: "leave" };
    if (name !== "SIGINT") return { kind: "send", signal: name };
    isForced = nowMs - lastInterruptMs < FORCE_WITHIN_MS;
    lastInterruptMs = nowMs;
    return { kind: "send", signal: isForced ? "SIGKILL" : name };
  };
}
