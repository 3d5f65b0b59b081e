import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type Server, type Socket, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { forgiveWrites } from "../connection/forgive-writes.ts";
import { outliveReset } from "./outlive-reset.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** A connection to a peer that does what is given, and the peer's end of it. */
async function connection(peer: (socket: Socket) => void): Promise<Socket> {
  const directory = await mkdtemp(join(tmpdir(), "moat-outlive-"));
  undo.push(() => rm(directory, { recursive: true }));
  const server: Server = createServer((socket) => {
    socket.on("error", () => {});
    peer(socket);
  });
  server.listen(join(directory, "s"));
  undo.push(async () => server.close());
  await once(server, "listening");
  const socket = connect(join(directory, "s"));
  await once(socket, "connect");
  undo.push(async () => socket.destroy());
  return socket.on("error", () => {});
}

/** Writes until nobody takes it, without reading: then what came in is read. */
async function readAfterFailedWrites(socket: Socket): Promise<string> {
  await delay(100);
  const chunk = Buffer.alloc(65_536);
  for (let at = 0; at < 20 && !socket.destroyed; at += 1) {
    await new Promise<void>((resolve) => {
      socket.write(chunk, () => resolve());
    });
  }
  socket.end();
  let bytes = 0;
  let last = "";
  for await (const data of socket as AsyncIterable<Buffer>) {
    bytes += data.length;
    last = data.subarray(-4).toString();
  }
  return `${bytes} ${last}`;
}

/** Says more than fits the reader's own buffer, reads nothing, and is gone. */
const lastWords = (socket: Socket) => {
  socket.pause();
  socket.write(`${"x".repeat(150_000)}last`, () => socket.destroy());
};

describe("outliveReset", () => {
  it("reads what came before writes failed and the connection was reset", async () => {
    const socket = await connection(lastWords);
    outliveReset(forgiveWrites(socket));
    expect(await readAfterFailedWrites(socket)).toBe("150004 last");
    expect(socket.destroyed).toBe(true);
  });

  it("is needed: by itself Node.js drops it", async () => {
    const socket = await connection(lastWords);
    const reading = readAfterFailedWrites(socket).catch(() => "lost");
    expect(await reading).not.toBe("150004 last");
  });

  it("lets a connection be destroyed at any time", async () => {
    const socket = await connection(() => {});
    outliveReset(forgiveWrites(socket));
    const closed = once(socket, "close");
    socket.destroy();
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it("still brings bytes and their end to a peer that reads", async () => {
    const received = Promise.withResolvers<number>();
    const socket = await connection((peer) => {
      let bytes = 0;
      peer.on("data", (data: Buffer) => (bytes += data.length)).on("end", () => received.resolve(bytes));
    });
    outliveReset(forgiveWrites(socket));
    for (let at = 0; at < 64; at += 1) socket.write(Buffer.alloc(65_536));
    socket.end();
    expect(await received.promise).toBe(64 * 65_536);
  });
});
