import { fstatSync } from "node:fs";
import type { Writable } from "node:stream";
import type { RunIO } from "@moat/run-manager";
import { isHangup } from "./is-hangup.ts";
import { pipeInput } from "./pipe-input.ts";

/** Why output cannot be written any more: its reader has left, or the terminal's window was closed. */
export type OutputEnd = "unread" | "hangup";

/**
 * Makes a sink of one of this process's output streams, which waits while the reader is slow. When the reader goes away
 * (`moat run -- yes | head`), or the window is closed, `onClosed` is called once and what comes later is dropped.
 */
export function outputSink(stream: Writable, onClosed: (end: OutputEnd) => void): (data: Uint8Array) => Promise<void> {
  let closed = false;
  stream.on("error", (error) => {
    if (closed) return;
    closed = true;
    onClosed(isHangup(stream, error) ? "hangup" : "unread");
  });
  return async (data) => {
    if (closed || stream.destroyed || stream.write(data)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        stream.off("drain", done).off("error", done).off("close", done);
        resolve();
      };
      stream.on("drain", done).on("error", done).on("close", done);
    });
  };
}

/** This process's streams as a run's. */
export function processIO(readsInput: boolean, onOutputClosed: (end: OutputEnd) => void): RunIO {
  return {
    stdin: readsInput ? readableInput() : undefined,
    stdout: outputSink(process.stdout, onOutputClosed),
    stderr: outputSink(process.stderr, () => {}),
  };
}

/** A standard input that is closed, or that cannot be read, reads as empty. */
async function* readableInput(): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of isPipe() ? pipeInput(0) : (process.stdin as AsyncIterable<Buffer>)) yield chunk;
  } catch {
    // Nothing more comes, which is all that the command needs to know.
  }
}

function isPipe(): boolean {
  const stats = fstatSync(0);
  return stats.isFIFO() || stats.isSocket();
}
