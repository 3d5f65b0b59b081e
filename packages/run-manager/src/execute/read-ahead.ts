import { setTimeout as delay } from "node:timers/promises";
import type { OutputChunk } from "@moat/core";

/** A stream that is read before anybody takes what it brings. */
export interface ReadAhead {
  /** What has come, and was not taken yet. */
  waiting(): Buffer;
  /** Waits until so many bytes are waiting, or nothing more can come, or the time is over. */
  reaches(bytes: number, withinMs: number): Promise<void>;
  /** All of the stream, from its beginning. To be read once. */
  readonly output: AsyncIterable<OutputChunk>;
}

/** Reads a stream ahead, up to a bound: then whoever writes waits. */
export function readAhead(source: AsyncIterable<OutputChunk>, boundBytes: number): ReadAhead {
  const chunks: OutputChunk[] = [];
  let bytes = 0;
  let end: { readonly error?: unknown } | undefined;
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const isFull = () => bytes >= boundBytes;
  const read = async () => {
    try {
      for await (const chunk of source) {
        chunks.push(chunk);
        bytes += chunk.data.length;
        change();
        while (isFull()) await changed.promise;
      }
      end = {};
    } catch (error) {
      // Whoever takes the stream is told, in its place.
      end = { error };
    }
    change();
  };
  void read();
  return {
    waiting: () => Buffer.concat(chunks.map(({ data }) => data)),
    async reaches(wanted, withinMs) {
      const late = delay(withinMs, "late" as const, { ref: false });
      const isThere = () => bytes >= wanted || isFull() || end !== undefined;
      while (!isThere()) if ((await Promise.race([changed.promise, late])) === "late") return;
    },
    output: {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          const chunk = chunks.shift();
          if (chunk !== undefined) {
            bytes -= chunk.data.length;
            change();
            yield chunk;
          } else if (end === undefined) await changed.promise;
          else if ("error" in end) throw end.error;
          else return;
        }
      },
    },
  };
}
