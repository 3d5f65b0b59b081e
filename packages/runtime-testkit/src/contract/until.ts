import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks again and again until the probe gives something that is neither undefined nor false.
 *
 * @throws an `Error` that says what did not happen, after `withinMs` (10,000 by default), and what the probe throws.
 */
export async function until<T>(
  what: string,
  probe: () => T | false | undefined | Promise<T | false | undefined>,
  limits: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const { withinMs = 10_000, everyMs = 20 } = limits;
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Within ${withinMs} ms this did not happen: ${what}.`);
    await delay(everyMs);
  }
}

/**
 * Waits for a promise, but no longer than it may take.
 *
 * @throws an `Error` that says what had not ended, and what the promise is rejected with.
 */
export async function within<T>(limitMs: number, what: string, promise: PromiseLike<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(limitMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`After ${limitMs} ms this had not ended: ${what}.`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}

/** Waits until a number has not changed for a while. */
export async function settles(what: string, read: () => number, forMs = 500): Promise<void> {
  let last = { value: read(), since: performance.now() };
  await until(`${what} stay the same for ${forMs} ms`, () => {
    if (read() !== last.value) last = { value: read(), since: performance.now() };
    return performance.now() - last.since > forMs;
  });
}
