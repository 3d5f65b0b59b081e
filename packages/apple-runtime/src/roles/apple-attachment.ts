import type { Attachment, OutputChunk, TerminalSize } from "@moat/core";
import { type FrameKind, packFrame } from "../supervisor/frames.ts";
import type { SupervisorConnection } from "../supervisor/supervisor-client.ts";

/** A live connection to a container, by its supervisor. */
export class AppleAttachment implements Attachment {
  readonly output: AsyncIterable<OutputChunk>;
  readonly #connection: SupervisorConnection;
  readonly #tty: boolean;
  readonly #stdin: boolean;
  #hasEndedInput = false;

  constructor(connection: SupervisorConnection, { tty, stdin }: { readonly tty: boolean; readonly stdin: boolean }) {
    this.#connection = connection;
    this.#tty = tty;
    this.#stdin = stdin;
    this.output = readOutput(connection);
  }

  async write(data: Uint8Array): Promise<void> {
    if (this.#stdin && !this.#hasEndedInput) await this.#send("stdin", data);
  }

  async endInput(): Promise<void> {
    if (this.#hasEndedInput || !this.#stdin) return;
    this.#hasEndedInput = true;
    await this.#send("endInput");
  }

  async resize(size: TerminalSize): Promise<void> {
    if (this.#tty) await this.#send("resize", size);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.socket.destroy();
  }

  async #send(kind: FrameKind, content?: Uint8Array | object): Promise<void> {
    const { socket } = this.#connection;
    if (socket.destroyed || socket.writableEnded || socket.write(packFrame(kind, content))) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        socket.off("drain", done).off("close", done).off("end", done);
        resolve();
      };
      socket.on("drain", done).on("close", done).on("end", done);
    });
  }
}

async function* readOutput({ socket, frames }: SupervisorConnection): AsyncGenerator<OutputChunk> {
  try {
    for await (const { kind, content } of frames) {
      if (kind === "stdout" || kind === "stderr") yield { stream: kind, data: content };
    }
  } catch {
    // The connection was let go, here or there; how the process is doing, `wait` tells.
  } finally {
    socket.destroy();
  }
}
