import { once } from "node:events";
import type { Socket } from "node:net";
import type { OutputChunk } from "@moat/core";
import { packFrame } from "./frames.ts";

/** Who is connected to a supervisor. */
export class Clients {
  readonly #attached = new Set<Socket>();
  readonly #watching = new Set<Socket>();

  get isEmpty(): boolean {
    return this.#attached.size === 0 && this.#watching.size === 0;
  }

  add(socket: Socket, want: "attach" | "watch"): void {
    const set = want === "attach" ? this.#attached : this.#watching;
    set.add(socket);
    socket.on("close", () => set.delete(socket));
  }

  /** Gives output to everyone who is attached; resolves when all of them have room for more, or are gone. */
  async write(stream: OutputChunk["stream"], data: Uint8Array): Promise<void> {
    const frame = packFrame(stream, data);
    await Promise.all(
      Array.from(this.#attached, async (socket) => {
        if (socket.destroyed || socket.write(frame)) return;
        await new Promise<void>((resolve) => {
          const done = () => {
            socket.off("drain", done).off("close", done);
            resolve();
          };
          socket.on("drain", done).on("close", done);
        });
      }),
    );
  }

  /** Lets everyone go when they have what they were given. */
  async end(): Promise<void> {
    const all = [...this.#attached, ...this.#watching];
    await Promise.all(
      all.map(async (socket) => {
        const closed = socket.destroyed ? undefined : once(socket, "close").catch(() => {});
        socket.end();
        await closed;
      }),
    );
  }
}
