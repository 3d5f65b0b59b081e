import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";

const colour = (value: string) => ({ labels: { "dev.moat.contract.colour": value } });

/** `containers.inspect` and `containers.list`. */
export function inspectAndListContract(session: ContractSession): void {
  describe("containers.inspect and list", () => {
    it("tell of a container what its spec said, in each phase", async () => {
      const { containers } = session.runtime;
      const name = session.name();
      const labels = { "moat.contract/räd": "a value, with = and ünïcode", "dev.moat.contract.empty": "" };
      const spec = { name, labels, command: session.program("wait-forever") };
      const { id, isolation: _, ...launched } = await session.launch(spec);
      await launched.output.shows("ready");

      const running = await containers.inspect(id);
      expect(running).toMatchObject({ id, name, image: session.subject.image });
      expect(running.labels).toMatchObject({ ...session.labels, ...labels });
      expect(Math.abs(Date.now() - Date.parse(running.createdAt))).toBeLessThan(120_000);
      expect(running.state.phase).toBe("running");
      expect("startedAt" in running.state && Date.parse(running.state.startedAt)).toBeGreaterThan(0);

      const [listed] = await containers.list({ labels });
      expect(listed).toMatchObject({ id, name, labels: running.labels, phase: "running" });
      // Engines may list coarser times than they inspect.
      const createdAt = [listed?.createdAt ?? "", running.createdAt].map((time) => Date.parse(time));
      expect(Math.abs((createdAt[0] ?? 0) - (createdAt[1] ?? 0))).toBeLessThanOrEqual(1000);

      await containers.stop(id, 0);
      expect((await containers.inspect(id)).state.phase).toBe("exited");
      const [exited] = await containers.list({ labels });
      expect(exited?.phase).toBe("exited");
    });

    it("list has containers in any phase, newest first, that carry all labels", async () => {
      const { containers } = session.runtime;
      const oldest = await session.create(colour("red"));
      const middle = await session.create(colour("blue"));
      const newest = await session.create(colour("red"));
      const ids = async (labels: Readonly<Record<string, string>>) =>
        (await containers.list({ labels: { ...session.labels, ...labels } })).map((container) => container.id);

      expect(await ids({})).toEqual([newest.id, middle.id, oldest.id]);
      expect(await ids(colour("red").labels)).toEqual([newest.id, oldest.id]);
      expect(await ids({ ...colour("red").labels, "dev.moat.contract.shape": "round" })).toEqual([]);
      expect(await ids(colour("re").labels)).toEqual([]);
    });
  });
}
