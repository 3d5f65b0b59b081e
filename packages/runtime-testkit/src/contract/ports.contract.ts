import { once } from "node:events";
import { createServer } from "node:net";

import { describe, expect } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError } from "./moat-error.ts";

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Published ports. */
export function portsContract(session: ContractSession): void {
  describe("published ports", () => {
    session.itNeeds(
      "ports",
      "that are in use make start throw PORT_INVALID; the container is still there",
      async () => {
        const { containers } = session.runtime;
        const ports = [{ containerPort: 8080, hostPort: await freePort() }];
        const spec = { ports, command: session.program("wait-forever") };
        const { output } = await session.launch(spec);
        await output.shows("ready");
        const { id } = await session.create(spec);
        await expect(containers.start(id)).rejects.toEqual(moatError("PORT_INVALID"));
        expect((await containers.inspect(id)).state.phase).toMatch(/^(created|exited)$/);
      },
    );

    session.itNeeds("ports", "may be left to the engine; inspect says what it chose, while running", async () => {
      const { containers } = session.runtime;
      const spec = { ports: [{ containerPort: 8080, hostPort: 0 }], command: session.program("wait-forever") };
      const [first, second] = [await session.launch(spec), await session.launch(spec)];
      const infos = [await containers.inspect(first.id), await containers.inspect(second.id)];
      const ports = infos.flatMap((info) => info.ports);
      expect(ports.map((port) => port.containerPort)).toEqual([8080, 8080]);
      expect(ports.every((port) => port.hostPort > 0)).toBe(true);
      expect(new Set(ports.map((port) => port.hostPort)).size).toBe(2);
      await containers.stop(first.id, 0);
      expect((await containers.inspect(first.id)).ports).toEqual([]);
    });
  });
}
