import type { LogEntry } from "@moat/core";
import { demultiplex } from "./demultiplex.ts";

/** The engine's fixed-width time stamp and the space after it: `2026-01-31T12:00:00.000000000Z `. */
const STAMP_BYTES = 31;
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z $/;
/** The engine cuts a longer line into messages of this size. */
const MESSAGE_BYTES = 16_384;
const NEWLINE = 0x0a;

/** Reads multiplexed log output: one frame is one message, which begins with its time. */
export async function* framedLogEntries(source: AsyncIterable<Uint8Array>): AsyncGenerator<LogEntry> {
  let pieces: Uint8Array[] = [];
  for await (const piece of demultiplex(source)) {
    pieces.push(piece.data);
    if (!piece.last) continue;
    const message = pieces.length === 1 ? piece.data : Buffer.concat(pieces);
    pieces = [];
    yield {
      time: Buffer.from(message.subarray(0, STAMP_BYTES - 1)).toString("latin1"),
      stream: piece.stream,
      data: message.subarray(STAMP_BYTES),
    };
  }
}

/**
 * Reads the raw log output of a container with a terminal. Messages have no frames there: one ends at a newline, or
 * after the engine's message size where the next time stamp begins.
 */
export async function* terminalLogEntries(source: AsyncIterable<Uint8Array>): AsyncGenerator<LogEntry> {
  let buffer: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    buffer = buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([buffer, chunk]);
    for (let end = messageEnd(buffer); end > 0; end = messageEnd(buffer)) {
      yield terminalEntry(buffer.subarray(0, end));
      buffer = buffer.subarray(end);
    }
  }
  if (buffer.length > STAMP_BYTES) yield terminalEntry(buffer);
}

function terminalEntry(message: Buffer): LogEntry {
  return {
    time: message.toString("latin1", 0, STAMP_BYTES - 1),
    stream: "stdout",
    data: message.subarray(STAMP_BYTES),
  };
}

function messageEnd(buffer: Buffer): number {
  const newline = buffer.indexOf(NEWLINE, STAMP_BYTES);
  const full = STAMP_BYTES + MESSAGE_BYTES;
  if (newline !== -1 && newline < full) return newline + 1;
  const isCut = buffer.length >= full + STAMP_BYTES && STAMP.test(buffer.toString("latin1", full, full + STAMP_BYTES));
  if (isCut) return full;
  return newline === -1 ? 0 : newline + 1;
}
