import type { Duplex } from "node:stream";
import { type Attachment, type OutputChunk, type TerminalSize, systemErrorCode } from "@moat/core";
import { mapEngineError } from "../engine/map-error.ts";
import { demultiplex } from "./demultiplex.ts";

/** What an attachment is made of. */
export interface AttachmentParts {
  readonly address: string;
  /** Carries stdout and stderr. */
  readonly output: Duplex;
  /**
   * Carries stdin. For a container it is a connection of its own, because a write to a process that has ended destroys
   * the connection, and would take output with it that has not been read yet. Where the engine gives only one, it is the
   * same as `output`, and outlives writes.
   */
  readonly input: Duplex | undefined;
  readonly tty: boolean;
  readonly resize: (size: TerminalSize) => Promise<void>;
}

/** A live connection to a container over upgraded sockets. */
export class DockerAttachment implements Attachment {
  readonly output: AsyncIterable<OutputChunk>;
  readonly #parts: AttachmentParts;

  constructor(parts: AttachmentParts) {
    this.#parts = parts;
    this.output = readOutput(parts);
    // What matters of a broken connection is seen by reading the output.
    parts.input?.on("error", () => {});
    parts.output.on("error", () => {});
    if (parts.input !== parts.output) parts.input?.resume();
  }

  async write(data: Uint8Array): Promise<void> {
    const { input } = this.#parts;
    if (input === undefined || input.destroyed || input.writableEnded) return;
    // Also called when the connection is closed before that.
    await new Promise<void>((resolve) => {
      input.write(data, () => resolve());
    });
  }

  async endInput(): Promise<void> {
    this.#parts.input?.end();
  }

  async resize(size: TerminalSize): Promise<void> {
    if (this.#parts.tty) await this.#parts.resize(size);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#parts.input?.destroy();
    this.#parts.output.destroy();
  }
}

async function* readOutput({ output, input, tty, address }: AttachmentParts): AsyncGenerator<OutputChunk> {
  try {
    if (tty) for await (const data of output as AsyncIterable<Buffer>) yield { stream: "stdout", data };
    else for await (const { stream, data } of demultiplex(output as AsyncIterable<Buffer>)) yield { stream, data };
  } catch (error) {
    // Disposing of the attachment ends the reading; it is not a failure.
    if (systemErrorCode(error) === "ERR_STREAM_PREMATURE_CLOSE") return;
    throw mapEngineError(error, { address, operation: "read the output", notFound: "CONTAINER_NOT_FOUND" });
  } finally {
    // The engine leaves this one open after the end, and whoever waits in `write` would wait for ever.
    input?.destroy();
  }
}
