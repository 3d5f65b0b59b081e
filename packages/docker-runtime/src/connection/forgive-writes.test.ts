import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type Socket, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { EngineAgent } from "./engine-agent.ts";

/** A socket at which a far end does what is given with each connection. */
async function serve(listen: (socket: Socket) => void): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "moat-forgive-"));
  const server = createServer(listen).listen(join(directory, "s"));
  onTestFinished(async () => {
    server.close();
    await rm(directory, { recursive: true });
  });
  await once(server, "listening");
  return join(directory, "s");
}

it("leaves an answer to be read after the engine has taken no more of the request", async () => {
  const closed = Promise.withResolvers<void>();
  const socketPath = await serve((peer) => {
    peer.on("close", () => closed.resolve()).end("the answer", () => peer.destroy());
  });
  const connection = new EngineAgent({ kind: "unix", socketPath }).createConnection();
  await closed.promise;
  const errors: unknown[] = [];
  connection.on("error", (error) => errors.push(error));
  await new Promise<void>((resolve) => {
    connection.write("a request", () => resolve());
  });
  expect(connection.destroyed).toBe(false);
  expect(await text(connection)).toBe("the answer");
  expect(errors).toEqual([]);
});

it("says of an engine that is not there that it is not there", async () => {
  const connection = new EngineAgent({ kind: "unix", socketPath: "/nowhere/docker.sock" }).createConnection();
  connection.write("a request");
  expect(await once(connection, "error").catch((error: unknown) => error)).toMatchObject([{ code: "ENOENT" }]);
});
