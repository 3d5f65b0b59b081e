import { once } from "node:events";
import { type Server, createConnection, createServer } from "node:net";
import { systemErrorCode } from "@moat/core";
import { Failure } from "../failure.ts";
import type { FakePort } from "../state/container-files.ts";

/** Listens on every published port, as the real helper does, and passes connections on to the local process. */
export async function publishPorts(ports: readonly FakePort[]): Promise<readonly Server[]> {
  const servers: Server[] = [];
  try {
    for (const { hostAddress, hostPort, containerPort } of ports) {
      const server = createServer((client) => {
        const guest = createConnection(containerPort, "127.0.0.1");
        client.on("error", () => guest.destroy()).pipe(guest);
        guest.on("error", () => client.destroy()).pipe(client);
      });
      servers.push(server);
      server.listen(hostPort, hostAddress);
      await once(server, "listening");
    }
    return servers;
  } catch (error) {
    for (const server of servers) server.close();
    const code = systemErrorCode(error);
    if (code === "EACCES") {
      throw new Failure(
        'failed to bootstrap container (cause: "unknown: "Permission denied while binding to host port. Binding to ports below 1024 requires root privileges."")',
      );
    }
    throw new Failure(
      'failed to bootstrap container (cause: "unknown: "bind(descriptor:ptr:bytes:): Address already in use (errno: 48)"")',
    );
  }
}
