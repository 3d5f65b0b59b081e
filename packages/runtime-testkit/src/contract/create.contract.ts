import { setTimeout as delay } from "node:timers/promises";

import { isMoatError } from "@moat/core";
import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError } from "./moat-error.ts";

/** `containers.create`: all or nothing. */
export function createContract(session: ContractSession): void {
  describe("containers.create", () => {
    it("makes a container in phase created, and knows its isolation", async () => {
      const { id, isolation } = await session.create({ command: session.program("exit", "0") });
      expect((await session.runtime.containers.inspect(id)).state).toEqual({ phase: "created" });
      expect(isolation.runtime).not.toBe("");
    });

    it("throws IMAGE_NOT_FOUND, does not pull, and leaves nothing", async () => {
      await expect(session.create({ image: session.subject.missingImage })).rejects.toEqual(
        moatError("IMAGE_NOT_FOUND"),
      );
      expect(await session.names()).toEqual([]);
    });

    it("throws CONTAINER_NAME_TAKEN and leaves the one that has the name", async () => {
      const name = session.name();
      const { id } = await session.create({ name });
      await expect(session.create({ name })).rejects.toEqual(moatError("CONTAINER_NAME_TAKEN"));
      expect(await session.names()).toEqual([name]);
      expect((await session.runtime.containers.inspect(id)).name).toBe(name);
    });

    it("gives a contested name to one of many", async () => {
      const name = session.name();
      const attempts = await Promise.allSettled(Array.from({ length: 4 }, async () => session.create({ name })));
      const failures = attempts.filter((attempt) => attempt.status === "rejected").map((attempt) => attempt.reason);
      expect(failures.filter((failure) => isMoatError(failure, "CONTAINER_NAME_TAKEN"))).toHaveLength(3);
      expect(await session.names()).toEqual([name]);
    });

    it("refuses the host's network, and leaves nothing", async () => {
      await expect(session.create({ network: "host" })).rejects.toSatisfy(isMoatError);
      expect(await session.names()).toEqual([]);
    });

    it("leaves nothing when it is aborted half-way", async () => {
      const outcomes: { readonly name: string; readonly failure: unknown }[] = [];
      for (const afterMs of [0, 1, 3, 8, 20]) {
        const name = session.name();
        const abort = new AbortController();
        const creation = session.runtime.containers.create(session.spec({ name }), { signal: abort.signal });
        const settled = Promise.allSettled([creation]);
        await delay(afterMs);
        abort.abort();
        const [outcome] = await settled;
        outcomes.push({ name, failure: outcome.status === "rejected" ? outcome.reason : undefined });
      }
      const failures = outcomes.filter((outcome) => outcome.failure !== undefined);
      for (const { failure } of failures) expect(failure).toEqual(moatError("CANCELED"));
      const made = outcomes.filter((outcome) => outcome.failure === undefined).map((outcome) => outcome.name);
      expect([...(await session.names())].toSorted()).toEqual(made.toSorted());
    });
  });
}
