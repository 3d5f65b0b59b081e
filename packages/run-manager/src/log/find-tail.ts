import type { FileHandle } from "node:fs/promises";
import { END_BYTES, type Frame, MAGIC, takeFrame } from "./frame.ts";
import { readFrames } from "./read-frames.ts";
import { ReverseReader } from "./reverse-reader.ts";

/** Where the last lines of a log begin: a frame, and how many bytes of it come before. */
export interface TailStart {
  readonly position: number;
  readonly skip: number;
}

const NEWLINE = 10;

/** Finds where the last `lines` lines begin, from the end of the file where that is whole, else from its start. */
export async function findTail(handle: FileHandle, lines: number): Promise<TailStart> {
  const { size } = await handle.stat();
  if (lines <= 0) return { position: size, skip: 0 };
  return (await findBackward(handle, size, lines)) ?? (await findForward(handle, lines));
}

async function findBackward(handle: FileHandle, size: number, lines: number): Promise<TailStart | undefined> {
  const reader = new ReverseReader(handle);
  const end = size < MAGIC.length + END_BYTES ? undefined : takeFrame(await reader.read(size, END_BYTES), 0);
  if (end === undefined || !end.isEnd || end.nanoseconds !== BigInt(size - END_BYTES)) return undefined;

  // The newline that ends the last line begins no other line.
  let wanted = lines;
  let isLast = true;
  for (let at = size - END_BYTES; at > MAGIC.length;) {
    const frame = await frameBefore(reader, at);
    if (frame === undefined) return undefined;
    at -= frame.size;
    if (frame.stream === undefined) continue;
    let index = frame.data.length;
    if (isLast && index > 0) {
      isLast = false;
      if (frame.data[index - 1] === NEWLINE) index -= 1;
    }
    while (index > 0) {
      index = frame.data.lastIndexOf(NEWLINE, index - 1);
      if (index < 0) break;
      wanted -= 1;
      if (wanted === 0) return { position: at, skip: index + 1 };
    }
  }
  return { position: MAGIC.length, skip: 0 };
}

async function frameBefore(reader: ReverseReader, end: number): Promise<Frame | undefined> {
  if (end < MAGIC.length + END_BYTES) return undefined;
  const size = (await reader.read(end, 4)).readUInt32BE(0) + END_BYTES;
  if (end - size < MAGIC.length) return undefined;
  const frame = takeFrame(await reader.read(end, size), 0);
  return frame?.size === size ? frame : undefined;
}

/** Remembers where each of the last lines begins, while reading all: only for a file that has lost its end. */
async function findForward(handle: FileHandle, lines: number): Promise<TailStart> {
  const starts: TailStart[] = [];
  let position = MAGIC.length;
  let atLineStart = true;
  for await (const frame of readFrames(handle, position)) {
    if (frame.stream !== undefined) {
      for (let index = 0; index < frame.data.length;) {
        if (atLineStart) {
          starts.push({ position, skip: index });
          // Now and then, not each time: cutting a long list costs.
          if (starts.length > 2 * lines + 1024) starts.splice(0, starts.length - lines);
        }
        const newline = frame.data.indexOf(NEWLINE, index);
        atLineStart = newline >= 0;
        index = newline < 0 ? frame.data.length : newline + 1;
      }
    }
    position += frame.size;
  }
  return starts.at(-Math.min(lines, starts.length)) ?? { position, skip: 0 };
}
