import { once } from "node:events";
import { stat } from "node:fs/promises";
import { type Socket, createConnection } from "node:net";
import { fileURLToPath } from "node:url";
import { type CallOptions, MoatError, systemErrorCode } from "@moat/core";
import { startOutliving } from "../program/process-port.ts";
import { ContainerDirectory } from "../state/container-directory.ts";
import { type Frame, packFrame, unpackFrames } from "./frames.ts";
import type { SupervisorOrder, SupervisorReply, SupervisorRequest } from "./messages.ts";

const EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const ENTRY = fileURLToPath(new URL(`./supervisor-main${EXTENSION}`, import.meta.url));

/** A connection to a supervisor whose first answer has come. */
export interface SupervisorConnection {
  readonly socket: Socket;
  readonly reply: SupervisorReply;
  /** What comes after the answer. */
  readonly frames: AsyncGenerator<Frame>;
}

/** Starts a supervisor unless there is one. */
export async function ensureSupervisor(order: SupervisorOrder): Promise<void> {
  const directory = new ContainerDirectory(order.stateDir, order.id);
  if (await isSupervised(directory)) return;
  await directory.ensure();
  const answer = await startOutliving(ENTRY, order, directory.complaints);
  if (answer === "ready" || answer === "already-there") return;
  throw new MoatError("ENGINE_FAILED", `Could not start the supervisor of the container ${order.id}.`, {
    hint: `See ${directory.complaints}`,
  });
}

/** Tells whether a supervisor answers. */
export async function isSupervised(directory: ContainerDirectory): Promise<boolean> {
  const socket = await connect(directory);
  socket?.destroy();
  return socket !== undefined;
}

/** Asks a supervisor for something, and waits for its answer; undefined when there is no supervisor. */
export async function askSupervisor(
  directory: ContainerDirectory,
  request: SupervisorRequest,
  { signal }: CallOptions,
): Promise<SupervisorConnection | undefined> {
  const socket = await connect(directory);
  if (socket === undefined) return undefined;
  const abort = () => socket.destroy();
  if (signal?.aborted === true) abort();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    socket.write(packFrame("message", request));
    const frames = unpackFrames(socket);
    const first = await frames.next().catch(() => undefined);
    if (signal?.aborted === true)
      throw new MoatError("CANCELED", "Canceled while waiting for the container's supervisor.");
    if (first === undefined || first.done === true) return undefined;
    const reply: SupervisorReply = JSON.parse(first.value.content.toString());
    return { socket, reply, frames };
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

async function connect(directory: ContainerDirectory): Promise<Socket | undefined> {
  // Most containers have none: that costs no socket.
  if (!(await exists(directory.socket))) return undefined;
  const socket = createConnection(directory.socket);
  socket.on("error", () => {});
  try {
    await once(socket, "connect");
    return socket;
  } catch (error) {
    socket.destroy();
    if (["ECONNREFUSED", "ENOENT", "ECONNRESET"].includes(systemErrorCode(error))) return undefined;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
