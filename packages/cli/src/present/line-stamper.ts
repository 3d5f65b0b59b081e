import type { LogEntry } from "@moat/core";

const NEWLINE = 0x0a;

/** Puts its time before each line of a log. What was cut out of one line gets one time. */
export class LineStamper {
  readonly #open = new Set<LogEntry["stream"]>();

  /** The bytes of an entry, with its time where a line of its stream begins. */
  stamp({ time, stream, data }: LogEntry): Uint8Array {
    const parts: Uint8Array[] = [];
    const stamp = Buffer.from(`${time} `);
    for (let start = 0; start < data.length;) {
      const newline = data.indexOf(NEWLINE, start);
      const end = newline === -1 ? data.length : newline + 1;
      if (!this.#open.has(stream)) parts.push(stamp);
      parts.push(data.subarray(start, end));
      if (newline === -1) this.#open.add(stream);
      else this.#open.delete(stream);
      start = end;
    }
    return Buffer.concat(parts);
  }
}
