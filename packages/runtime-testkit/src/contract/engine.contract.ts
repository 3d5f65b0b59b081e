import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";

/** The runtime itself: who it is, and that nothing depends on the object living on. */
export function engineContract(session: ContractSession): void {
  describe("runtime", () => {
    it("has a name and a title", () => {
      expect(session.runtime.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(session.runtime.title).not.toBe("");
    });

    it("ping tells who the engine is, the same every time", async () => {
      const facts = await session.runtime.ping();
      expect(Object.values(facts)).not.toContain("");
      expect(await session.runtime.ping()).toEqual(facts);
    });

    it("can be disposed twice; containers stay and another runtime goes on with them", async () => {
      const first = await session.subject.create();
      const { id } = await first.containers.create(session.spec({ command: session.program("wait-forever") }));
      await first.containers.start(id);
      await first[Symbol.asyncDispose]();
      await first[Symbol.asyncDispose]();
      const { state } = await session.runtime.containers.inspect(id);
      expect(state.phase).toBe("running");
      await session.runtime.containers.stop(id, 0);
    });
  });
}
