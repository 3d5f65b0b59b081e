import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OutputChunk } from "@moat/core";
import { encodeFrame, segmentName, splitLines } from "./log-format.ts";

const SEGMENTS = 8;
const LARGEST_SEGMENT = 16 * 1024 ** 2;
const SMALLEST_SEGMENT = 64 * 1024;

/** Writes a container's log in segments, and drops the oldest when there are more bytes than it may have. */
export class LogWriter {
  readonly #directory: string;
  readonly #limitBytes: number;
  readonly #segmentBytes: number;
  readonly #sizes: { readonly number: number; bytes: number }[] = [];
  #file: FileHandle | undefined;
  #lastTime = 0n;
  #queue: Promise<void> = Promise.resolve();

  constructor(directory: string, limitBytes: number) {
    this.#directory = directory;
    this.#limitBytes = limitBytes > 0 ? limitBytes : Number.POSITIVE_INFINITY;
    const share = Math.floor(this.#limitBytes / SEGMENTS);
    this.#segmentBytes = Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, share));
  }

  /** Appends a piece of output, each line with a time of its own; resolves when it is written. */
  async append(stream: OutputChunk["stream"], data: Uint8Array): Promise<void> {
    const frames = splitLines(data).map((line) => encodeFrame(stream, this.#now(), line));
    const written = this.#queue.then(() => this.#write(Buffer.concat(frames)));
    this.#queue = written.catch(() => {});
    await written;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #write(frames: Buffer): Promise<void> {
    const current = this.#sizes.at(-1);
    if (this.#file === undefined || current === undefined || current.bytes >= this.#segmentBytes) await this.#next();
    const segment = this.#sizes.at(-1);
    await this.#file?.writeFile(frames);
    if (segment !== undefined) segment.bytes += frames.length;
    let total = this.#sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    while (total > this.#limitBytes && this.#sizes.length > 1) {
      const oldest = this.#sizes.shift();
      if (oldest === undefined) break;
      total -= oldest.bytes;
      await rm(join(this.#directory, segmentName(oldest.number)), { force: true });
    }
  }

  async #next(): Promise<void> {
    await this.#file?.close();
    const number = (this.#sizes.at(-1)?.number ?? 0) + 1;
    this.#file = await open(join(this.#directory, segmentName(number)), "w", 0o600);
    this.#sizes.push({ number, bytes: 0 });
  }

  /** The wall clock in nanoseconds, which never goes back. */
  #now(): bigint {
    const now = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
    this.#lastTime = now > this.#lastTime ? now : this.#lastTime + 1n;
    return this.#lastTime;
  }
}
