import { stat } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { type ContainerSpec, MoatError, type PublishedPort, type RuntimeCapabilities } from "@moat/core";

/** Refuses what Apple's container cannot do, and mounts without a source, before anything is made. */
export async function checkSpec(spec: ContainerSpec, capabilities: RuntimeCapabilities): Promise<void> {
  if (spec.network === "host" || spec.network.startsWith("container:"))
    throw unsupported(
      spec,
      `the network "${spec.network}" is never used`,
      "Use bridge, none or a network of your own.",
    );
  if (!capabilities.networks && spec.network !== "bridge" && spec.network !== "none")
    throw unsupported(spec, "networks need macOS 26 or newer", "Update macOS, or use the default network.");
  if (spec.extraHosts.length > 0)
    throw unsupported(spec, "it cannot add lines to /etc/hosts", "Pass the address in a variable.");
  for (const { source } of spec.mounts) {
    const isThere = await stat(source).then(
      () => true,
      () => false,
    );
    if (isThere) continue;
    throw new MoatError("MOUNT_INVALID", `Could not create the container ${spec.name}: ${source} does not exist.`, {
      hint: "Check that the path exists on this Mac.",
      details: { source },
    });
  }
}

function unsupported({ name }: ContainerSpec, why: string, hint: string): MoatError {
  return new MoatError("CAPABILITY_UNSUPPORTED", `Apple's container could not create ${name}: ${why}.`, { hint });
}

/** Chooses a free port of the host where the spec leaves it to the engine, for Apple's program cannot choose. */
export async function choosePorts(ports: readonly PublishedPort[]): Promise<readonly PublishedPort[]> {
  // All are held until all are chosen, so that none is chosen twice.
  const servers = await Promise.all(
    ports.map(async ({ hostPort }) => {
      if (hostPort !== 0) return undefined;
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const chosen = ports.map(({ containerPort, hostPort }, index) => {
    const address = servers[index]?.address();
    return { containerPort, hostPort: typeof address === "object" && address !== null ? address.port : hostPort };
  });
  for (const server of servers) if (server !== undefined) await once(server.close(), "close");
  return chosen;
}
