import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError } from "./moat-error.ts";

/** `networks`, and the network of a spec. */
export function networksContract(session: ContractSession): void {
  const spec = () => ({ name: session.name(), labels: session.labels, internal: true });

  describe("networks", () => {
    session.itNeeds("networks", "are made, listed by label and removed; removing twice is no error", async () => {
      const { networks } = session.runtime;
      const made = spec();
      const network = await networks.create(made);
      expect(network).toMatchObject({ name: made.name, labels: session.labels });
      expect(await networks.list(session.labels)).toEqual([network]);
      expect(await networks.list({ ...session.labels, "dev.moat.contract.shape": "round" })).toEqual([]);
      await networks.remove(network.id);
      await networks.remove(network.id);
      expect(await networks.list(session.labels)).toEqual([]);
    });

    session.itNeeds("networks", "cannot be removed while a container uses them", async () => {
      const { containers, networks } = session.runtime;
      const network = await networks.create(spec());
      const { id, output } = await session.launch({
        network: network.name,
        command: session.program("wait-forever"),
      });
      await output.shows("ready");
      await expect(networks.remove(network.id)).rejects.toEqual(moatError("CONTAINER_STATE"));
      await containers.remove(id);
      await networks.remove(network.id);
    });

    session.itNeeds("networks", "that do not exist are refused by create or start, as what they are", async () => {
      const attempt = session.launch({ network: session.name(), command: session.program("exit", "0") });
      await expect(attempt).rejects.toEqual(moatError("NETWORK_NOT_FOUND"));
    });

    session.onPosix("networks by their effect", () => {
      const interfaces = { command: ["cat", "/proc/net/dev"] };

      session.itNeeds("networks", "a named network gives a network card, internal or not", async () => {
        for (const internal of [true, false]) {
          const network = await session.runtime.networks.create({ ...spec(), internal });
          const { stdout } = await session.run({ ...interfaces, network: network.name });
          expect(stdout.toString()).toMatch(/^\s*eth0:/m);
        }
      });

      it("bridge gives a network card, and none gives the loopback only", async () => {
        const bridge = await session.run({ ...interfaces, network: "bridge" });
        const none = await session.run({ ...interfaces, network: "none" });
        expect(bridge.stdout.toString()).toMatch(/^\s*eth0:/m);
        expect(none.stdout.toString()).toMatch(/^\s*lo:/m);
        expect(none.stdout.toString()).not.toMatch(/^\s*eth/m);
      });
    });
  });
}
