import type { LogEntry } from "@moat/core";

// A log file is a magic text, frames, and an end frame. A frame is
//   [stream u8] [time u64: nanoseconds since 1970] [length u32] [bytes] [length u32]
// with big-endian numbers: the length before is for reading forward, the one behind for reading backward. The end frame
// has stream 0, no bytes, and for a time its own offset: what ends with it is whole.

/** What a log file begins with. */
export const MAGIC = Buffer.from("MOATLOG1", "latin1");

/** Bytes of a frame before its data. */
const HEADER_BYTES = 13;

/** Bytes of a frame behind its data. */
const TRAILER_BYTES = 4;

/** Bytes of the end frame. */
export const END_BYTES = HEADER_BYTES + TRAILER_BYTES;

/** The most data that one frame has; what is longer becomes several. */
export const MAX_DATA_BYTES = 1024 * 1024;

const END = 0;
const STREAMS = new Map<number, LogEntry["stream"]>([
  [1, "stdout"],
  [2, "stderr"],
]);

/** A frame as it is in the file. */
export interface Frame {
  /** Undefined for the end frame, and for kinds that a later moat may write. */
  readonly stream: LogEntry["stream"] | undefined;
  readonly isEnd: boolean;
  readonly nanoseconds: bigint;
  readonly data: Uint8Array;
  /** Bytes in the file. */
  readonly size: number;
}

/** What a frame is made of. */
export interface FrameParts {
  readonly stream: LogEntry["stream"];
  readonly nanoseconds: bigint;
  /** Its data, in pieces; together no more than {@link MAX_DATA_BYTES}. */
  readonly data: readonly Uint8Array[];
}

/** Puts a frame into a buffer that has room for it, and returns the offset behind it. */
export function putFrame(buffer: Buffer, offset: number, { stream, nanoseconds, data }: FrameParts): number {
  return putRaw(buffer, offset, { stream: stream === "stdout" ? 1 : 2, nanoseconds, data });
}

/** Puts the end frame; `position` is its own offset in the file. */
export function putEnd(buffer: Buffer, offset: number, position: number): number {
  return putRaw(buffer, offset, { stream: END, nanoseconds: BigInt(position), data: [] });
}

/** Takes the frame at an offset; undefined when it is not whole, or is no frame. */
export function takeFrame(buffer: Buffer, offset: number): Frame | undefined {
  if (buffer.length < offset + END_BYTES) return undefined;
  const length = buffer.readUInt32BE(offset + 9);
  const size = length + END_BYTES;
  if (length > MAX_DATA_BYTES || buffer.length < offset + size) return undefined;
  if (buffer.readUInt32BE(offset + size - TRAILER_BYTES) !== length) return undefined;
  const kind = buffer.readUInt8(offset);
  return {
    stream: STREAMS.get(kind),
    isEnd: kind === END,
    nanoseconds: buffer.readBigUInt64BE(offset + 1),
    data: buffer.subarray(offset + HEADER_BYTES, offset + HEADER_BYTES + length),
    size,
  };
}

function putRaw(
  buffer: Buffer,
  offset: number,
  { stream, nanoseconds, data }: { stream: number; nanoseconds: bigint; data: readonly Uint8Array[] },
): number {
  const length = lengthOf(data);
  let at = buffer.writeUInt8(stream, offset);
  at = buffer.writeBigUInt64BE(nanoseconds, at);
  at = buffer.writeUInt32BE(length, at);
  for (const part of data) {
    buffer.set(part, at);
    at += part.length;
  }
  return buffer.writeUInt32BE(length, at);
}

/** Bytes in all pieces together. */
export function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
