import { once } from "node:events";
import type { Socket } from "node:net";
import type { OutputChunk } from "@moat/core";
import { packFrame } from "./frames.ts";

/** Who is connected to a supervisor. */
export class Clients {
  readonly #attached = new Set<Socket>();
  readonly #watching = new Set<Socket>();
  readonly #hurried = Promise.withResolvers<void>();
  #isHurried = false;
  #isOver = false;

  get isEmpty(): boolean {
    return this.#attached.size === 0 && this.#watching.size === 0;
  }

  /** One more; whoever comes when all were let go is let go at once, for nobody would do it later. */
  add(socket: Socket, want: "attach" | "watch"): void {
    if (this.#isOver) {
      socket.end();
      return;
    }
    const set = want === "attach" ? this.#attached : this.#watching;
    set.add(socket);
    socket.on("close", () => set.delete(socket));
  }

  /** Gives output to everyone who is attached; what comes back settles when all have room for more, or are gone. */
  write(stream: OutputChunk["stream"], data: Uint8Array): Promise<unknown> | undefined {
    const frame = packFrame(stream, data);
    const full = [...this.#attached].filter((socket) => !socket.destroyed && !socket.write(frame));
    if (full.length === 0 || this.#isHurried) return undefined;
    return Promise.race([Promise.all(full.map(hasRoom)), this.#hurried.promise]);
  }

  /** The process has ended: the little that is left of its output waits in memory for those who read late. */
  hurry(): void {
    this.#isHurried = true;
    this.#hurried.resolve();
  }

  /** Lets everyone go when they have what they were given. */
  async end(): Promise<void> {
    this.#isOver = true;
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

async function hasRoom(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    socket.on("drain", done).on("close", done);
  });
}
