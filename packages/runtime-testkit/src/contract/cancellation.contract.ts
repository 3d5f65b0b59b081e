import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { drain } from "./drain.ts";
import { everyCall } from "./every-call.ts";
import { outcomeOf } from "./moat-error.ts";
import { until, within } from "./until.ts";

/** The `signal` of every call. */
export function cancellationContract(session: ContractSession): void {
  describe("an aborted call", () => {
    it("throws CANCELED when the signal was aborted before, whatever the method, and changes nothing", async () => {
      const { containers } = session.runtime;
      const name = session.name();
      const { id } = await session.create({ name });
      const outcomes: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const { method, needs, call } of everyCall(session, id)) {
        if (needs !== undefined && !session.runtime.capabilities[needs]) continue;
        outcomes[method] = await outcomeOf(within(10_000, method, call({ signal: AbortSignal.abort() })));
        expected[method] = "CANCELED";
      }
      expect(outcomes).toEqual(expected);
      expect(await session.names()).toEqual([name]);
      expect((await containers.inspect(id)).state).toEqual({ phase: "created" });
      expect(await session.runtime.networks.list(session.labels)).toEqual([]);
      expect(await session.runtime.volumes.list(session.labels)).toEqual([]);
    });

    it("throws CANCELED promptly from wait, logs with follow and stop; the process goes on", async () => {
      const { containers, streams } = session.runtime;
      const { id, output } = await session.launch({ command: session.program("ignore-term") });
      await output.shows("ready");
      const abort = new AbortController();
      const { signal } = abort;
      const seen: string[] = [];
      const follow = async (): Promise<void> => {
        for await (const entry of streams.logs(id, { follow: true, tail: "all", signal })) {
          seen.push(Buffer.from(entry.data).toString());
        }
      };
      const calls = [
        containers.wait(id, { signal }),
        follow(),
        drain(streams.logs(id, { follow: true, tail: 0, signal })),
        containers.stop(id, 60_000, { signal }),
      ];
      const outcomes = Promise.all(calls.map(outcomeOf));
      await until("the log is being followed", () => seen.join("").includes("ready"));
      abort.abort();
      expect(await within(3000, "the aborted calls", outcomes)).toEqual(calls.map(() => "CANCELED"));
      expect((await containers.inspect(id)).state.phase).toBe("running");
    });
  });
}
