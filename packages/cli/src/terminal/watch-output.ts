import { setImmediate } from "node:timers/promises";
import { systemErrorCode } from "@moat/core";
import { isHangup } from "./is-hangup.ts";

/** What went wrong with standard output or standard error, if anything did. */
export interface OutputWatch {
  /** Waits until what was printed is written; returns the failure, or undefined. A reader that has left, or a closed window, is none. */
  settle(): Promise<Error | undefined>;
}

/** Watches an output stream for failures such as a full disk, and takes them from any listener that would throw them. */
export function watchOutput(stream: NodeJS.WriteStream): OutputWatch {
  let failure: Error | undefined;
  stream.removeAllListeners("error");
  stream.on("error", (error) => {
    if (systemErrorCode(error) !== "EPIPE" && !isHangup(stream, error)) failure ??= error;
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
    stream.once("error", done).once("close", done);
    // Not "drain", which comes only after a write that was told to wait.
    stream.write("", done);
  });
}
