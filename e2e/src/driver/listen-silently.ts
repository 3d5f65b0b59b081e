import { once } from "node:events";
import { createServer } from "node:net";

/** Something that takes connections at a socket and says nothing. */
export async function listenSilently(path: string): Promise<AsyncDisposable> {
  const server = createServer((socket) => socket.on("error", () => {}));
  server.listen(path);
  await once(server, "listening");
  return {
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
