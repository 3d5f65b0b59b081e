import type { Diagnostics, OutputChunk } from "@moat/core";
import { PendingLog } from "../log/log-file.ts";
import { LineFrames } from "../log/line-frames.ts";

/** A run's output, written down as it comes through, so that nobody has to read it from the engine's log. */
export class KeptOutput implements AsyncDisposable {
  readonly #path: string;
  readonly #boundBytes: number;
  readonly #diagnostics: Diagnostics;
  readonly #lines = new LineFrames();
  #log: Promise<PendingLog> | undefined;
  #bytes = 0;
  #isGivenUp = false;
  #releasing: Promise<void> | undefined;

  /** Nothing is kept of more than `boundBytes`; 0 for no bound. */
  constructor(path: string, { boundBytes, diagnostics }: { boundBytes: number; diagnostics: Diagnostics }) {
    this.#path = path;
    this.#boundBytes = boundBytes;
    this.#diagnostics = diagnostics;
  }

  /** Takes some output. Never throws: what cannot be kept here is in the engine's log. */
  async take(chunk: OutputChunk): Promise<void> {
    this.#bytes += chunk.data.length;
    if (this.#boundBytes > 0 && this.#bytes > this.#boundBytes) this.giveUp();
    if (this.#isGivenUp) return;
    try {
      const log = await this.#open();
      const nanoseconds = now();
      for (const data of this.#lines.push(chunk)) await log.append({ stream: chunk.stream, nanoseconds, data });
    } catch (error) {
      this.#diagnostics.debug(`the output cannot be kept as it comes: ${String(error)}`);
      this.giveUp();
    }
  }

  /** Keeps nothing more, and nothing of what there is: something may be missing. Its place on the disk is free again soon. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#releasing ??= this.#release();
  }

  /** Writes the end, down to the disk; undefined where not all is kept. Nothing is taken after that. */
  async finish(): Promise<PendingLog | undefined> {
    if (this.#isGivenUp) return undefined;
    try {
      const log = await this.#open();
      const nanoseconds = now();
      for (const [stream, data] of this.#lines.rest()) await log.append({ stream, nanoseconds, data });
      await log.finish();
      return this.#isGivenUp ? undefined : log;
    } catch (error) {
      this.#diagnostics.debug(`the output cannot be kept as it came: ${String(error)}`);
      return undefined;
    }
  }

  /** Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.giveUp();
    await this.#releasing;
  }

  async #release(): Promise<void> {
    try {
      await (await this.#log)?.[Symbol.asyncDispose]();
    } catch (error) {
      this.#diagnostics.debug(`nothing was kept of the output: ${String(error)}`);
    }
  }

  #open(): Promise<PendingLog> {
    return (this.#log ??= PendingLog.open(this.#path));
  }
}

/** Nanoseconds since 1970. */
function now(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
