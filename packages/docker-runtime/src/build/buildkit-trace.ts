/** What BuildKit tells of one step. Times and counts are left out. */
export interface BuildVertex {
  readonly digest: string;
  /** For instance `[stage-1 2/5] RUN make`. */
  readonly name: string;
  readonly started: boolean;
  readonly completed: boolean;
  /** Empty unless it failed. */
  readonly error: string;
}

/** A piece of a step's output. */
export interface BuildOutput {
  readonly vertex: string;
  readonly text: string;
}

/** One line of BuildKit's report. */
export interface BuildTrace {
  readonly vertexes: readonly BuildVertex[];
  readonly logs: readonly BuildOutput[];
}

/**
 * Reads the protocol buffer that comes in base64 as `moby.buildkit.trace`: a `StatusResponse` of BuildKit's control API, in which field 1 is
 * steps and field 3 is output. What else there is, now or later, is passed over; so is what is cut off. Pure.
 */
export function readTrace(base64: string): BuildTrace {
  const vertexes: BuildVertex[] = [];
  const logs: BuildOutput[] = [];
  for (const { field, bytes } of fieldsOf(Buffer.from(base64, "base64"))) {
    const parts = new Map(fieldsOf(bytes).map((part) => [part.field, part.bytes]));
    const text = (number: number) => parts.get(number)?.toString("utf8") ?? "";
    if (field === 1) {
      vertexes.push({
        digest: text(1),
        name: text(3),
        started: parts.has(5),
        completed: parts.has(6),
        error: text(7),
      });
    } else if (field === 3) logs.push({ vertex: text(1), text: text(4) });
  }
  return { vertexes, logs };
}

interface Field {
  readonly field: number;
  readonly bytes: Buffer;
}

const NONE = Buffer.alloc(0);

/** The fields of a message; those that are numbers have no bytes. */
function fieldsOf(message: Buffer): readonly Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < message.length;) {
    const key = varint(message, at);
    at = key.end;
    const field = Math.floor(key.value / 8);
    switch (key.value % 8) {
      case 0:
        at = varint(message, at).end;
        fields.push({ field, bytes: NONE });
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint(message, at);
        at = length.end + length.value;
        if (at <= message.length) fields.push({ field, bytes: message.subarray(length.end, at) });
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        return fields;
    }
  }
  return fields;
}

function varint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start, factor = 1; ; at += 1, factor *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte % 128) * factor;
    if (byte < 128) return { value, end: at + 1 };
  }
}
