import { MoatError, isMoatError } from "@moat/core";

/** A call's own time limit and the caller's wish to stop, as one signal. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Rejects as soon as the signal aborts, with the error that says why. */
  readonly expired: Promise<never>;
  dispose(): void;
}

/**
 * Starts a deadline. The client library does not settle its promises when a connection dies in the middle of an
 * answer, so whoever waits for it also has to wait for `expired`.
 */
export function startDeadline(operation: string, timeoutMs: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {}); // Nobody may be waiting any more.
  const fail = (error: MoatError) => {
    reject(error);
    controller.abort(error);
  };
  const timeout = () =>
    fail(
      new MoatError("ENGINE_TIMEOUT", `The engine did not ${operation} within ${timeoutMs / 1000} s.`, {
        hint: "Look at the engine's log; restart the engine if it hangs.",
        details: { operation, timeoutMs },
      }),
    );
  const cancel = () => {
    // The caller's signal may be a deadline's: then it is that deadline that says what happened.
    const reason: unknown = caller?.reason;
    if (isMoatError(reason, "CANCELED", "ENGINE_TIMEOUT")) fail(reason);
    else fail(new MoatError("CANCELED", `Canceled while trying to ${operation}.`, { cause: reason }));
  };
  const timer = Number.isFinite(timeoutMs) ? setTimeout(timeout, timeoutMs) : undefined;
  if (caller?.aborted === true) cancel();
  else caller?.addEventListener("abort", cancel, { once: true });
  return {
    signal: controller.signal,
    expired: promise,
    dispose() {
      clearTimeout(timer);
      caller?.removeEventListener("abort", cancel);
    },
  };
}
