import { type CallOptions, MoatError } from "@moat/core";

/** The error of an aborted call. */
function canceled(): MoatError {
  return new MoatError("CANCELED", "The call to the in-memory runtime was aborted.");
}

/** Waits for a promise, or until the caller aborts. */
export async function abortable<T>(promise: Promise<T>, options: CallOptions | undefined): Promise<T> {
  const signal = options?.signal;
  if (signal === undefined) return promise;
  if (signal.aborted) throw canceled();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(canceled());
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
