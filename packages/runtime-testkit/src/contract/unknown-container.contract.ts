import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { everyCall } from "./every-call.ts";
import { outcomeOf } from "./moat-error.ts";

const QUERIES: ReadonlySet<string> = new Set([
  "containers.inspect",
  "containers.start",
  "containers.wait",
  "containers.signal",
  "containers.rename",
  "streams.attach",
  "streams.exec",
  "streams.logs",
]);

/** What every method says of a container that the engine does not have. */
export function unknownContainerContract(session: ContractSession): void {
  describe("a container that the engine does not have", () => {
    it("is CONTAINER_NOT_FOUND for every query, and no error for stop and remove", async () => {
      const id = await session.unknownId();
      const outcomes: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const { method, needs, call } of everyCall(session, id)) {
        if (!QUERIES.has(method)) continue;
        const supported = needs === undefined || session.runtime.capabilities[needs];
        outcomes[method] = await outcomeOf(call({}));
        expected[method] = supported ? "CONTAINER_NOT_FOUND" : "CAPABILITY_UNSUPPORTED";
      }
      expect(outcomes).toEqual(expected);
      // Nothing is asked before reading begins.
      session.runtime.streams.logs(id, { follow: true, tail: "all" });
      await session.runtime.containers.stop(id, 1000);
      await session.runtime.containers.remove(id);
    });
  });
}
