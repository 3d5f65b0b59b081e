import { setImmediate } from "node:timers/promises";
import { systemErrorCode } from "@moat/core";

/** What went wrong with standard output, if anything did. */
export interface OutputWatch {
  /** Waits until what was printed is written; returns the failure, or undefined. A reader that has left is none. */
  settle(): Promise<Error | undefined>;
}

/**
 * Watches standard output for failures such as a full disk. The parser library has a listener of its own, which would
 * throw them out of nowhere; it goes.
 */
export function watchOutput(stream: NodeJS.WriteStream = process.stdout): OutputWatch {
  let failure: Error | undefined;
  stream.removeAllListeners("error");
  stream.on("error", (error) => {
    if (systemErrorCode(error) !== "EPIPE") failure ??= error;
  });
  return {
    async settle() {
      // A write that failed at once is told in the next turn.
      await setImmediate();
      if (stream.writableLength > 0 && !stream.destroyed) await drained(stream);
      return failure;
    },
  };
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve();
    // Not "drain": that comes only to whoever was told to wait, and a last short write was not.
    stream.once("error", done).once("close", done).write("", done);
  });
}
