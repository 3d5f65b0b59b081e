import { Socket } from "node:net";

const CHUNK_BYTES = 65_536;
/** So many chunks are read ahead. */
const AHEAD = 4;
/** The one that is read now, those that wait, and two that whoever reads may still use. */
const CHUNKS = AHEAD + 3;

/** Who is woken where nobody waits. */
const nobody = (): void => {};

/**
 * Reads a pipe as fast as Node.js can: again and again into the same memory, for to make new memory of each chunk and to
 * take it away again takes longer than to read it. So a chunk is to be used before the second one after it is asked for.
 */
export async function* pipeInput(fd: number): AsyncGenerator<Uint8Array> {
  const buffers = Array.from({ length: CHUNKS }, () => Buffer.allocUnsafeSlow(CHUNK_BYTES));
  const waiting: Buffer[] = [];
  let read = 0;
  let isOver = false;
  let wake = nobody;
  const over = () => {
    isOver = true;
    wake();
  };
  const pipe = new Socket({
    fd,
    writable: false,
    onread: {
      buffer: () => buffers[read % CHUNKS] ?? Buffer.alloc(0),
      callback(bytes, buffer) {
        read += 1;
        waiting.push(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
        wake();
        return waiting.length < AHEAD;
      },
    },
  });
  // Nothing more comes, which is all that the command needs to know.
  pipe.on("end", over).on("error", over).on("close", over);
  try {
    for (;;) {
      const chunk = waiting.shift();
      if (chunk !== undefined) {
        yield chunk;
        pipe.resume();
      } else if (isOver) return;
      else {
        pipe.resume();
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    pipe.destroy();
  }
}
