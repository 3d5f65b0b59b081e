import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { everyCall } from "./every-call.ts";
import { outcomeOf } from "./moat-error.ts";
import { within } from "./until.ts";

/** An engine that does not answer: never confused with "not found", and never with "done". */
export function unreachableContract(session: ContractSession): void {
  if (session.subject.createUnreachable === undefined) {
    session.notRun("an unreachable engine", "the subject cannot make one");
    return;
  }

  describe("an engine that does not answer", () => {
    it("is ENGINE_UNREACHABLE for every method, stop, remove and list included", async () => {
      const runtime = await session.subject.createUnreachable?.();
      if (runtime === undefined) return;
      try {
        const outcomes: Record<string, string> = {};
        const expected: Record<string, string> = {};
        for (const { method, needs, call } of everyCall(session, "0".repeat(64), runtime)) {
          if (needs !== undefined && !runtime.capabilities[needs]) continue;
          outcomes[method] = await outcomeOf(within(10_000, method, call({})));
          expected[method] = "ENGINE_UNREACHABLE";
        }
        expect(outcomes).toEqual(expected);
      } finally {
        await runtime[Symbol.asyncDispose]();
      }
    });
  });
}
