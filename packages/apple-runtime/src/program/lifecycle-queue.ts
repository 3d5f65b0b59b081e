import { type CallOptions, MoatError } from "@moat/core";

/**
 * Lets one life cycle call (create, start, delete) at a time through to the service. It has one lock for all of them,
 * and calls that pile up behind a machine that hangs would all run into their deadlines.
 */
export class LifecycleQueue {
  #last: Promise<unknown> = Promise.resolve();

  async run<T>({ signal }: CallOptions, work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = before.then(() => promise);
    try {
      await turn(before, signal);
      return await work();
    } finally {
      resolve();
    }
  }
}

async function turn(before: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return void (await before);
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () =>
    reject(new MoatError("CANCELED", "Canceled while waiting for Apple's container.", { cause: signal.reason }));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    await Promise.race([before, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
