import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { outcomeOf } from "./moat-error.ts";

async function isUnsupported(call: Promise<unknown>): Promise<boolean> {
  return (await outcomeOf(call)) === "CAPABILITY_UNSUPPORTED";
}

/** `capabilities` agrees with what the runtime does: false if and only if the call is `CAPABILITY_UNSUPPORTED`. */
export function capabilitiesContract(session: ContractSession): void {
  describe("capabilities", () => {
    it.each([
      ["tty", { tty: true }],
      ["ports", { ports: [{ containerPort: 8080, hostPort: 0 }] }],
      ["dns", { dns: ["192.0.2.53"] }],
      ["ulimits", { ulimits: [{ name: "nofile", soft: 64, hard: 64 }] }],
      ["extraHosts", { extraHosts: ["moat-contract.invalid:192.0.2.1"] }],
      ["networks", { network: "moat-contract-no-such-network" }],
    ] as const)("say whether a spec may have %s; create leaves nothing when it may not", async (name, given) => {
      const unsupported = await isUnsupported(session.create(given));
      expect(unsupported).toBe(!session.runtime.capabilities[name]);
      expect(unsupported && (await session.names()).length > 0).toBe(false);
    });

    it("say whether a container can be renamed", async () => {
      const { capabilities, containers } = session.runtime;
      const { id } = await session.create();
      expect(await isUnsupported(containers.rename(id, session.name()))).toBe(!capabilities.rename);
    });

    it("say whether images can be built", async () => {
      const { capabilities, images } = session.runtime;
      const tag = `${session.name()}:1`;
      const dockerfile = `FROM ${session.subject.image}\n`;
      const build = images.build({ tag, dockerfile, files: [], args: {}, labels: {} });
      expect(await isUnsupported(build)).toBe(!capabilities.builds);
      expect(await isUnsupported(images.remove(tag))).toBe(!capabilities.builds);
    });

    it.each(["networks", "volumes"] as const)("say whether there are %s; without, the list is empty", async (role) => {
      const { capabilities, networks, volumes } = session.runtime;
      const { labels } = session;
      const calls =
        role === "networks"
          ? {
              create: networks.create({ name: session.name(), labels, internal: true }),
              remove: networks.remove("moat-contract-none"),
            }
          : { create: volumes.create({ name: session.name(), labels }), remove: volumes.remove("moat-contract-none") };
      const unsupported = await Promise.all([isUnsupported(calls.create), isUnsupported(calls.remove)]);
      expect(unsupported).toEqual([!capabilities[role], !capabilities[role]]);
      const list = await (role === "networks" ? networks.list(labels) : volumes.list(labels));
      expect(list).toHaveLength(capabilities[role] ? 1 : 0);
    });
  });
}
