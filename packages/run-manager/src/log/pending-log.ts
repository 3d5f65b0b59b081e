import { type FileHandle, link, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { systemErrorCode } from "@moat/core";
import { asHomeError } from "../store/as-home-error.ts";
import { processFile } from "../store/process-file.ts";
import { syncSoon } from "../store/sync-soon.ts";
import { END_BYTES, type FrameParts, MAGIC, MAX_DATA_BYTES, lengthOf, putEnd, putFrame } from "./frame.ts";

/** Room for a frame of the largest size beside as much again, so that small frames go to the disk together. */
const BUFFER_BYTES = 2 * (MAX_DATA_BYTES + END_BYTES);
/** After so much the disk is told to begin: all at the end would take as long, and somebody would wait for it. */
const SYNC_BYTES = 64 * 1024 * 1024;

/** How much was written. */
export interface WrittenLog {
  readonly bytes: number;
  readonly messages: number;
}

/**
 * A run's own copy of its output that is being written. It has its name once it is published, whole; disposed of before that, nothing is
 * left. Memory stays the same however much there is. Methods throw `HOME_UNUSABLE`.
 */
export class PendingLog implements AsyncDisposable {
  readonly #path: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #filled: number;
  #position = 0;
  #unsynced = 0;
  #syncing: Promise<void> | undefined;
  #bytes = 0;
  #messages = 0;
  #isOpen = true;

  /** Begins one. */
  static async open(path: string): Promise<PendingLog> {
    const temporary = processFile(dirname(path), "log");
    return new PendingLog(path, temporary, await at(path, open(temporary, "wx", 0o600)));
  }

  private constructor(path: string, temporary: string, handle: FileHandle) {
    this.#path = path;
    this.#temporary = temporary;
    this.#handle = handle;
    this.#filled = MAGIC.copy(this.#buffer);
  }

  get written(): WrittenLog {
    return { bytes: this.#bytes, messages: this.#messages };
  }

  /** Adds what fits into one frame; the pieces are the caller's again at once. Undefined where there is nothing to wait for. */
  append(frame: FrameParts): Promise<void> | undefined {
    const size = lengthOf(frame.data);
    if (this.#filled + size + END_BYTES > BUFFER_BYTES) return this.#flush().then(() => this.#put(frame, size));
    this.#put(frame, size);
    return undefined;
  }

  /** Writes the end, down to the disk. */
  async finish(): Promise<void> {
    if (this.#filled + END_BYTES > BUFFER_BYTES) await this.#flush();
    this.#filled = putEnd(this.#buffer, this.#filled, this.#position + this.#filled);
    await this.#flush();
    await this.#syncing;
    await at(this.#path, this.#handle.sync());
    await this.#close();
  }

  /** Gives it its name; false where there is a log of that name already, which stays. */
  async publish(): Promise<boolean> {
    try {
      await link(this.#temporary, this.#path);
    } catch (error) {
      if (systemErrorCode(error) === "EEXIST") return false;
      throw asHomeError(dirname(this.#path), error);
    }
    await this.#forget();
    syncSoon(dirname(this.#path));
    return true;
  }

  /** Waits for no disk: what is still being written goes nowhere. Never throws, so that it hides no other error. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#forget();
    this.#close().catch(() => {});
  }

  /** What cannot be removed now is removed when the run is settled, or with the run. */
  async #forget(): Promise<void> {
    await rm(this.#temporary, { force: true }).catch(() => {});
  }

  #put(frame: FrameParts, size: number): void {
    this.#filled = putFrame(this.#buffer, this.#filled, frame);
    this.#bytes += size;
    this.#messages += 1;
  }

  async #flush(): Promise<void> {
    const filled = this.#filled;
    for (let written = 0; written < filled;) {
      const writing = this.#handle.write(this.#buffer, written, filled - written, this.#position + written);
      written += (await at(this.#path, writing)).bytesWritten;
    }
    this.#position += filled;
    this.#filled = 0;
    this.#unsynced += filled;
    if (this.#unsynced < SYNC_BYTES) return;
    this.#unsynced = 0;
    // What it has to say is said again at the end.
    this.#syncing ??= this.#handle
      .datasync()
      .catch(() => {})
      .finally(() => (this.#syncing = undefined));
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
  }
}

async function at<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asHomeError(dirname(path), error);
  }
}
