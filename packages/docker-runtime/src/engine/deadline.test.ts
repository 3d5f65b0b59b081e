import { MoatError } from "@moat/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startDeadline } from "./deadline.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("startDeadline", () => {
  it("expires when its time is over, and not before", async () => {
    const deadline = startDeadline("answer", 5_000, undefined);
    vi.advanceTimersByTime(4_999);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(true);
    await expect(deadline.expired).rejects.toMatchObject({
      code: "ENGINE_TIMEOUT",
      message: "The engine did not answer within 5 s.",
      details: { operation: "answer", timeoutMs: 5_000 },
    });
  });

  it("keeps no timer once it is disposed of", () => {
    const caller = new AbortController();
    const deadline = startDeadline("answer", 5_000, caller.signal);
    deadline.dispose();
    expect(vi.getTimerCount()).toBe(0);
    caller.abort();
    expect(deadline.signal.aborted).toBe(false);
  });

  it("needs no timer without a limit", () => {
    startDeadline("answer", Number.POSITIVE_INFINITY, undefined);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([true, false])("is canceled by its caller (already aborted: %s)", async (already) => {
    const caller = new AbortController();
    const reason = new Error("enough");
    if (already) caller.abort(reason);
    const deadline = startDeadline("create the container c", 5_000, caller.signal);
    caller.abort(reason);
    await expect(deadline.expired).rejects.toMatchObject({
      code: "CANCELED",
      message: "Canceled while trying to create the container c.",
      cause: reason,
    });
  });

  it("passes on the deadline that a caller's own deadline was: nobody canceled anything", async () => {
    const outer = startDeadline("run the probe", 1_000, undefined);
    const inner = startDeadline("start it", 5_000, outer.signal);
    vi.advanceTimersByTime(1_000);
    await expect(inner.expired).rejects.toMatchObject({
      code: "ENGINE_TIMEOUT",
      message: "The engine did not run the probe within 1 s.",
    });
  });

  it("hurts nobody when nobody waits any more", async () => {
    startDeadline("answer", 1, undefined);
    await vi.advanceTimersByTimeAsync(1);
    expect(MoatError).toBeDefined();
  });
});
