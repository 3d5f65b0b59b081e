const ROOM_BYTES = 64 * 1024;

/** What a queue carries: something with bytes. */
interface Chunk {
  readonly length: number;
}

/** A queue of chunks with one reader. Whoever pushes waits for room, so that memory does not grow. */
export class ChunkQueue<T extends Chunk> implements AsyncIterable<T> {
  readonly #chunks: T[] = [];
  #bytes = 0;
  #ended = false;
  #closed = false;
  #changed = Promise.withResolvers<void>();

  /** Takes a chunk at once, and resolves when there is room for more. Does nothing after the end. */
  async push(chunk: T): Promise<void> {
    if (this.#ended || this.#closed) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#change();
    while (this.#bytes > ROOM_BYTES && !this.#ended && !this.#closed) await this.#changed.promise;
  }

  /** No more comes; what is there is still read. */
  end(): void {
    this.#ended = true;
    this.#change();
  }

  /** The reader is gone: what is there is dropped. */
  close(): void {
    this.#closed = true;
    this.#chunks.length = 0;
    this.#bytes = 0;
    this.#change();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#bytes -= chunk.length;
        this.#change();
        yield chunk;
      } else if (this.#ended || this.#closed) {
        return;
      } else {
        await this.#changed.promise;
      }
    }
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
