import type { FileHandle } from "node:fs/promises";

const WINDOW_BYTES = 256 * 1024;

/** Reads pieces of a file from its end to its start, with few system calls for many small pieces. */
export class ReverseReader {
  readonly #handle: FileHandle;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Reads the `length` bytes before `end`; fewer where the file is shorter than that. */
  async read(end: number, length: number): Promise<Buffer> {
    const start = Math.max(0, end - length);
    if (start < this.#start || end > this.#start + this.#window.length) {
      const from = Math.max(0, end - Math.max(length, WINDOW_BYTES));
      const { buffer, bytesRead } = await this.#handle.read(Buffer.allocUnsafe(end - from), 0, end - from, from);
      this.#window = buffer.subarray(0, bytesRead);
      this.#start = from;
    }
    return this.#window.subarray(start - this.#start, end - this.#start);
  }
}
