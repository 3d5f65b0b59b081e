import { setTimeout as delay } from "node:timers/promises";
import { type CallOptions, MoatError } from "@moat/core";
import type { FailureClass } from "./classify.ts";
import { failureOf } from "./map-error.ts";

/** Which failures are worth another try, how often, and the first pause; each pause is twice the one before. */
export interface RetryPolicy {
  readonly on: readonly FailureClass[];
  readonly tries: number;
  readonly pauseMs: number;
}

/** Tries again where the failure is one that passes. */
export async function retry<T>(policy: RetryPolicy, options: CallOptions, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined || !policy.on.includes(failure) || attempt >= policy.tries) throw error;
      await pause(policy.pauseMs * 2 ** (attempt - 1), options);
    }
  }
}

/** Lets time pass; throws `CANCELED` when the caller gives up meanwhile. */
export async function pause(ms: number, { signal }: CallOptions): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new MoatError("CANCELED", "Canceled while waiting for Apple's container.", { cause });
  }
}
