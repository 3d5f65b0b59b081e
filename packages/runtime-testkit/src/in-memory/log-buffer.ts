import type { LogEntry, LogOptions } from "@moat/core";

import { abortable } from "./abortable.ts";
import { tailLines } from "./tail-lines.ts";

/** A container's log. */
export class LogBuffer {
  readonly #limitBytes: number;
  #entries: LogEntry[] = [];
  /** How many entries were dropped: the number of the oldest one that is still here. */
  #dropped = 0;
  #bytes = 0;
  #ended = false;
  #changed = Promise.withResolvers<void>();

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes === 0 ? Number.POSITIVE_INFINITY : limitBytes;
  }

  append(entry: LogEntry): void {
    this.#entries.push(entry);
    this.#bytes += entry.data.length;
    while (this.#bytes > this.#limitBytes && this.#entries.length > 1) {
      this.#bytes -= this.#entries.shift()?.data.length ?? 0;
      this.#dropped += 1;
    }
    this.#change();
  }

  /** The process has ended: nothing more comes. */
  end(): void {
    this.#ended = true;
    this.#change();
  }

  /** Reads what is there, and with `follow` what comes until the end. */
  async *read(options: LogOptions): AsyncGenerator<LogEntry, void, undefined> {
    let next = this.#dropped + this.#entries.length;
    const { since = "" } = options;
    yield* tailLines(
      this.#entries.filter(({ time }) => time >= since),
      options.tail,
    );
    while (options.follow) {
      const entry = this.#entries[Math.max(0, next - this.#dropped)];
      if (entry !== undefined) {
        next = Math.max(next, this.#dropped) + 1;
        yield entry;
      } else if (this.#ended) {
        return;
      } else {
        await abortable(this.#changed.promise, options);
      }
    }
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
