import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError } from "./moat-error.ts";
import { within } from "./until.ts";

/** `containers.signal` and `containers.stop`. */
export function signalAndStopContract(session: ContractSession): void {
  describe("containers.signal and stop", () => {
    it.each([
      ["SIGTERM", 143],
      ["SIGINT", 130],
      ["SIGKILL", 137],
    ])("%s ends a process that does not handle it with %i", async (signal, code) => {
      const launched = await session.launch({ command: session.program("wait-forever") });
      await launched.output.shows("ready");
      await session.runtime.containers.signal(launched.id, signal);
      expect((await session.finish(launched)).exit.code).toBe(code);
    });

    it("do not disturb a container that was never started: signal is CONTAINER_STATE, stop does nothing", async () => {
      const { containers } = session.runtime;
      const { id } = await session.create();
      await expect(containers.signal(id, "SIGTERM")).rejects.toEqual(moatError("CONTAINER_STATE"));
      await containers.stop(id, 1000);
      expect((await containers.inspect(id)).state).toEqual({ phase: "created" });
    });

    it("stop gives a process the time to end with its own code, and returns when it has ended", async () => {
      const { containers } = session.runtime;
      const { id, output } = await session.launch({ command: session.program("handle-term", "7") });
      await output.shows("ready");
      await within(10_000, "stop", Promise.all([containers.stop(id, 30_000), containers.stop(id, 30_000)]));
      const { state } = await containers.inspect(id);
      expect(state).toMatchObject({ phase: "exited", exit: { code: 7 } });
    });

    it("stop kills a process that ignores SIGTERM, not before the grace is over", async () => {
      const { containers } = session.runtime;
      const { id, output } = await session.launch({ command: session.program("ignore-term") });
      await output.shows("ready");
      const startedAt = performance.now();
      await within(15_000, "stop", containers.stop(id, 700));
      expect(performance.now() - startedAt).toBeGreaterThan(650);
      const { state } = await containers.inspect(id);
      expect(state).toMatchObject({ phase: "exited", exit: { code: 137 } });
    });

    it("stop without grace kills at once", async () => {
      const { containers } = session.runtime;
      const { id, output } = await session.launch({ command: session.program("ignore-term") });
      await output.shows("ready");
      // Shorter than the ten seconds that engines wait when they are told nothing; a busy machine needs most of them.
      await within(9500, "stop", containers.stop(id, 0));
      expect((await containers.wait(id)).code).toBe(137);
    });
  });
}
