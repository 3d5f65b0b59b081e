import type { OutputChunk } from "@moat/core";

import { until } from "./until.ts";

type StreamName = OutputChunk["stream"];

/** Reads an output to its end in the background and keeps all of it. */
export class OutputRecord {
  readonly #chunks: OutputChunk[] = [];
  /** Settles when the output has ended. */
  readonly ended: Promise<void>;

  constructor(output: AsyncIterable<OutputChunk>) {
    this.ended = this.#read(output);
    this.ended.catch(() => {});
  }

  /** Everything that one stream has brought so far. */
  bytes(stream: StreamName): Buffer {
    return Buffer.concat(this.#chunks.filter((chunk) => chunk.stream === stream).map((chunk) => chunk.data));
  }

  /** The same as text. */
  text(stream: StreamName = "stdout"): string {
    return this.bytes(stream).toString();
  }

  /** Waits until stdout contains something. */
  async shows(expected: string): Promise<void> {
    await until(`stdout contains ${JSON.stringify(expected)}`, () => this.text().includes(expected));
  }

  async #read(output: AsyncIterable<OutputChunk>): Promise<void> {
    for await (const chunk of output) this.#chunks.push({ stream: chunk.stream, data: Buffer.from(chunk.data) });
  }
}
