import { type ContainerSpec, MoatError } from "@moat/core";
import { realPathOr } from "./real-path-or.ts";
import type { EngineAddress } from "../connection/engine-address.ts";

/**
 * Refuses a mount that is, or holds, the socket of the engine itself, wherever that was found: whoever can talk to the
 * engine can start a container without any sandbox. Throws `MOUNT_INVALID`.
 */
export function refuseEngineSocket({ transport }: EngineAddress, { mounts }: ContainerSpec): void {
  if (transport.kind !== "unix" || mounts.length === 0) return;
  const socket = realPathOr(transport.socketPath);
  const found = mounts.find(({ source }) => socket === source || socket.startsWith(`${source.replace(/\/$/, "")}/`));
  if (found === undefined) return;
  throw new MoatError(
    "MOUNT_INVALID",
    `${found.source} cannot be mounted: it holds the engine's socket ${socket}, and whoever has that owns the machine.`,
    { hint: "Mount only the directories that the command needs.", details: { source: found.source, socket } },
  );
}
