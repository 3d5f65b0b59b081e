import type { OutputChunk } from "@moat/core";
import { MAX_DATA_BYTES, lengthOf } from "./frame.ts";

/** What is longer than this without a newline is cut, as an engine does with its log. */
const LINE_BYTES = 16 * 1024;
const NEWLINE = 10;

/** One stream's bytes, as pieces of what belongs together. */
type Pieces = readonly Uint8Array[];

/** Makes of output as it came, cut anywhere, what begins and ends with a line, so far as the lines are not too long. */
export class LineFrames {
  readonly #begun = new Map<OutputChunk["stream"], Pieces>();

  /** What can be written now; the memory of `data` may be used again when that is done. */
  push({ stream, data }: OutputChunk): readonly Pieces[] {
    const begun = this.#begun.get(stream) ?? [];
    const whole = data.lastIndexOf(NEWLINE) + 1;
    const rest = data.subarray(whole);
    if (whole === 0 && lengthOf(begun) + rest.length < LINE_BYTES) {
      this.#begun.set(stream, [...begun, copy(rest)]);
      return [];
    }
    const isLong = rest.length >= LINE_BYTES || whole === 0;
    this.#begun.set(stream, isLong || rest.length === 0 ? [] : [copy(rest)]);
    return cut(begun, isLong ? data : data.subarray(0, whole));
  }

  /** What has no end yet, of each stream. */
  rest(): readonly (readonly [OutputChunk["stream"], Pieces])[] {
    return [...this.#begun].filter(([, pieces]) => pieces.length > 0);
  }
}

/** Both together, in parts that fit into a frame. */
function cut(begun: Pieces, data: Uint8Array): readonly Pieces[] {
  const first = MAX_DATA_BYTES - lengthOf(begun);
  const parts: Pieces[] = [[...begun, data.subarray(0, first)]];
  for (let at = first; at < data.length; at += MAX_DATA_BYTES) parts.push([data.subarray(at, at + MAX_DATA_BYTES)]);
  return parts;
}

function copy(data: Uint8Array): Uint8Array {
  return Uint8Array.from(data);
}
