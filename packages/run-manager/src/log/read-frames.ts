import type { FileHandle } from "node:fs/promises";
import { END_BYTES, type Frame, MAX_DATA_BYTES, takeFrame } from "./frame.ts";

/** How much is read at once: the largest frame fits. */
const CHUNK_BYTES = MAX_DATA_BYTES + END_BYTES;

/** Reads the frames from a position on, up to the end frame, or to where the file stops making sense. */
export async function* readFrames(handle: FileHandle, position: number): AsyncGenerator<Frame, void, undefined> {
  for (let at = position; ;) {
    // A new buffer each time: the frames that were given out point into the old one.
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    const chunk = buffer.subarray(0, bytesRead);
    let offset = 0;
    for (;;) {
      const frame = takeFrame(chunk, offset);
      if (frame === undefined) break;
      if (frame.isEnd) return;
      yield frame;
      offset += frame.size;
    }
    // Not one whole frame in a chunk that any frame fits into.
    if (offset === 0) return;
    at += offset;
  }
}
