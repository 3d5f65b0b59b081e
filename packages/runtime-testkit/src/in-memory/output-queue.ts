import type { OutputChunk } from "@moat/core";

import { ChunkQueue } from "./chunk-queue.ts";

interface SizedChunk extends OutputChunk {
  readonly length: number;
}

/** What one attachment has still to read. */
export class OutputQueue {
  readonly #queue = new ChunkQueue<SizedChunk>();

  async push(chunk: OutputChunk): Promise<void> {
    return this.#queue.push({ ...chunk, length: chunk.data.length });
  }

  end(): void {
    this.#queue.end();
  }

  close(): void {
    this.#queue.close();
  }

  /** Reads to the end. Leaving early closes the queue. */
  async *read(): AsyncGenerator<OutputChunk, void, undefined> {
    try {
      for await (const { stream, data } of this.#queue) yield { stream, data };
    } finally {
      this.close();
    }
  }
}
