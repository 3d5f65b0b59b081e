import { type CallOptions, MoatError } from "@moat/core";

/** Throws `CANCELED` when the caller has given up. */
export function throwIfCanceled({ signal }: CallOptions, operation: string): void {
  if (signal?.aborted !== true) return;
  throw new MoatError("CANCELED", `Canceled while trying to ${operation}.`, { cause: signal.reason });
}

/** Waits for something, or for the caller to give up: then it throws `CANCELED`, and whatever it was goes on. */
export async function orCanceled<T>(work: Promise<T>, options: CallOptions, operation: string): Promise<T> {
  const { signal } = options;
  throwIfCanceled(options, operation);
  if (signal === undefined) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () =>
    reject(new MoatError("CANCELED", `Canceled while trying to ${operation}.`, { cause: signal.reason }));
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
