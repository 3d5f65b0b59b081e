/** What goes over a supervisor's socket: the kind in one byte, the length in four, and the content. */
const FRAME_KINDS = ["message", "stdout", "stderr", "stdin", "endInput", "resize"] as const;

/** The name of a kind of frame. */
export type FrameKind = (typeof FRAME_KINDS)[number];

/** One frame. */
export interface Frame {
  readonly kind: FrameKind;
  readonly content: Buffer;
}

const HEADER_BYTES = 5;

/** Writes a frame. */
export function packFrame(kind: FrameKind, content: Uint8Array | object = Buffer.alloc(0)): Buffer {
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  const frame = Buffer.allocUnsafe(HEADER_BYTES + bytes.length);
  frame[0] = FRAME_KINDS.indexOf(kind);
  frame.writeUInt32BE(bytes.length, 1);
  frame.set(bytes, HEADER_BYTES);
  return frame;
}

/** Reads frames from bytes that come in pieces; a rest that is no whole frame is dropped. */
export async function* unpackFrames(pieces: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    while (rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + rest.readUInt32BE(1);
      if (rest.length < end) break;
      const kind = FRAME_KINDS[rest[0] ?? -1];
      if (kind !== undefined) yield { kind, content: rest.subarray(HEADER_BYTES, end) };
      rest = rest.subarray(end);
    }
  }
}
