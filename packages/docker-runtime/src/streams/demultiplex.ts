import { MoatError, type OutputChunk } from "@moat/core";

/** A piece of one frame; a frame may come in many pieces. */
export interface FramePiece extends OutputChunk {
  /** Whether the frame begins with this piece. */
  readonly first: boolean;
  /** Whether the frame ends with this piece. */
  readonly last: boolean;
}

const HEADER_BYTES = 8;
const STDERR = 2;
const SYSTEM_ERROR = 3;

/**
 * Splits the engine's multiplexed stream (8-byte header: type, three zeros, big-endian length) into pieces, without
 * copying and without holding more than one header: the reader's pace is the sender's pace.
 */
export async function* demultiplex(source: AsyncIterable<Uint8Array>): AsyncGenerator<FramePiece> {
  const header = Buffer.alloc(HEADER_BYTES);
  let headerLength = 0;
  let remaining = 0;
  let first = true;
  let systemError = "";
  for await (const chunk of source) {
    let offset = 0;
    while (offset < chunk.length) {
      if (remaining === 0) {
        const taken = Math.min(HEADER_BYTES - headerLength, chunk.length - offset);
        header.set(chunk.subarray(offset, offset + taken), headerLength);
        headerLength += taken;
        offset += taken;
        if (headerLength < HEADER_BYTES) break;
        headerLength = 0;
        remaining = header.readUInt32BE(4);
        first = true;
        continue;
      }
      const data = chunk.subarray(offset, offset + remaining);
      offset += data.length;
      remaining -= data.length;
      if (header[0] === SYSTEM_ERROR) systemError += Buffer.from(data).toString();
      else yield { stream: header[0] === STDERR ? "stderr" : "stdout", data, first, last: remaining === 0 };
      first = false;
    }
  }
  if (systemError !== "")
    throw new MoatError("ENGINE_FAILED", `The engine broke off the stream: ${systemError.trim()}.`);
  if (remaining > 0 || headerLength > 0) {
    throw new MoatError("ENGINE_UNREACHABLE", "The engine closed the stream in the middle of a frame.");
  }
}
