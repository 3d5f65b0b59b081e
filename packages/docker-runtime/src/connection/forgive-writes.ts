import type { Duplex } from "node:stream";

/**
 * Lets a write that fails count as done: the far end takes no more, but it may have answered before, and by itself Node.js
 * destroys the connection then, with the answer that was not read yet. Not even something to be sent is needed for that: after
 * a large request Node.js writes an empty chunk, and by then the engine may have taken the request, answered it and
 * closed. Whether there is an answer is seen by reading.
 */
export function forgiveWrites<T extends Duplex>(connection: T): T {
  const write = connection._write.bind(connection);
  const writev = connection._writev?.bind(connection);
  const final = connection._final.bind(connection);
  connection._write = (chunk, encoding, done) => write(chunk, encoding, () => done());
  if (writev !== undefined) connection._writev = (chunks, done) => writev(chunks, () => done());
  connection._final = (done) => final(() => done());
  return connection;
}
