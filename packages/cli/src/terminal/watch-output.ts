import { setImmediate } from "node:timers/promises";
import { systemErrorCode } from "@moat/core";
import { isHangup } from "./is-hangup.ts";

/** What went wrong with standard output or standard error, if anything did. */
export interface OutputWatch {
  /** Waits until what was printed is written; returns the failure, or undefined. A reader that has left, or a closed window, is none. */
  settle(): Promise<Error | undefined>;
}

/**
 * Watches one of this process's output streams from its first use on. Until then it is not there: Node.js makes it when it is asked for
 * it, and takes as long as for reading a command line.
 */
export function watchOutput(name: "stdout" | "stderr"): OutputWatch {
  let watch: OutputWatch | undefined;
  const made = Object.getOwnPropertyDescriptor(process, name);
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      Object.defineProperty(process, name, made ?? {});
      watch = watchStream(process[name]);
      return process[name];
    },
  });
  return { settle: async () => await watch?.settle() };
}

/** Watches a stream for failures such as a full disk, and takes them from any listener that would throw them. */
export function watchStream(stream: NodeJS.WriteStream): OutputWatch {
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
