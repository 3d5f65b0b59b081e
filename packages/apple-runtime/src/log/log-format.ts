import type { LogEntry, OutputChunk } from "@moat/core";

/** A frame: one byte for the stream, eight for the time in nanoseconds, four for the length, and the bytes. */
export const HEADER_BYTES = 13;

/** The name of a segment of the log, by number. */
export function segmentName(number: number): string {
  return `${String(number).padStart(8, "0")}.log`;
}

/** Writes one piece of output as a frame. */
export function encodeFrame(stream: OutputChunk["stream"], nanoseconds: bigint, data: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + data.length);
  frame[0] = stream === "stdout" ? 1 : 2;
  frame.writeBigUInt64BE(nanoseconds, 1);
  frame.writeUInt32BE(data.length, 9);
  frame.set(data, HEADER_BYTES);
  return frame;
}

/** Reads the whole frames at the beginning of some bytes; `used` is how many bytes they have. */
export function decodeFrames(bytes: Buffer): { readonly entries: readonly LogEntry[]; readonly used: number } {
  const entries: LogEntry[] = [];
  let used = 0;
  while (bytes.length - used >= HEADER_BYTES) {
    const length = bytes.readUInt32BE(used + 9);
    const end = used + HEADER_BYTES + length;
    if (end > bytes.length) break;
    entries.push({
      stream: bytes[used] === 1 ? "stdout" : "stderr",
      time: formatTime(bytes.readBigUInt64BE(used + 1)),
      data: bytes.subarray(used + HEADER_BYTES, end),
    });
    used = end;
  }
  return { entries, used };
}

const NANOSECONDS_PER_MS = 1_000_000n;

function formatTime(nanoseconds: bigint): string {
  const milliseconds = new Date(Number(nanoseconds / NANOSECONDS_PER_MS)).toISOString().slice(0, -1);
  return `${milliseconds}${String(nanoseconds % NANOSECONDS_PER_MS).padStart(6, "0")}Z`;
}

const NEWLINE = 0x0a;

/** Splits bytes after each newline. */
export function splitLines(data: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < data.length;) {
    const newline = data.indexOf(NEWLINE, from);
    const to = newline === -1 ? data.length : newline + 1;
    lines.push(data.subarray(from, to));
    from = to;
  }
  return lines;
}
