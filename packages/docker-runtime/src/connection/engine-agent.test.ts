import { once } from "node:events";
import { Socket, createServer } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { EngineAgent } from "./engine-agent.ts";

it.each([
  ["tcp", undefined],
  ["TLS", { ca: "", cert: "", key: "", verify: false }],
])("has the kernel ask after a far end that may vanish, over %s", async (_title, tls) => {
  const asked = vi.spyOn(Socket.prototype, "setKeepAlive");
  const server = createServer((socket) => socket.on("error", () => {})).listen(0, "127.0.0.1");
  onTestFinished(() => {
    asked.mockRestore();
    server.close();
  });
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const socket = new EngineAgent({ kind: "tcp", host: "127.0.0.1", port, basePath: "", tls }).createConnection();
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  expect(asked).toHaveBeenCalledExactlyOnceWith(true, 15_000);
  expect(asked.mock.contexts).toEqual([socket]);
});
