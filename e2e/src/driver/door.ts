import { once } from "node:events";
import { type Socket, connect, createServer } from "node:net";
import { engineHost, socketOf } from "./engine.ts";

/** A way to the engine that can be shut: for whoever goes through it, the engine is gone. */
export interface Door extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly address: string;
  shut(): void;
}

/** Opens a socket that leads to the engine. */
export async function openDoor(path: string): Promise<Door> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (outside) => {
    const inside = connect({ path: socketOf(engineHost()), allowHalfOpen: true });
    for (const socket of [outside, inside]) {
      sockets.push(socket);
      // Shutting it is what breaks connections here.
      socket.on("error", () => {});
    }
    outside.pipe(inside).pipe(outside);
  });
  server.listen(path);
  await once(server, "listening");
  const shut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { address: `unix://${path}`, shut, [Symbol.asyncDispose]: async () => shut() };
}
