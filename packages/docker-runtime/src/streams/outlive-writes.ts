import type { Duplex } from "node:stream";

/**
 * Makes a connection live as long as there is something to read from it. By itself, Node.js destroys the whole
 * connection when a write fails, or when it is reset, and drops what has come in and was not read yet; but a process
 * that ends while its input is still being written has done nothing wrong, and its last words are there.
 *
 * From now on a write that fails counts as done (nobody takes input any more), and a connection that is reset ends after
 * what came before. Whether the end was a good one has to be asked of the engine. `destroy()` works as ever.
 */
export function outliveWrites(connection: Duplex): void {
  const write = connection._write.bind(connection);
  const final = connection._final.bind(connection);
  const destroy = connection.destroy.bind(connection);
  connection._write = (chunk, encoding, done) => write(chunk, encoding, () => done());
  // One chunk at a time then: whoever writes waits for each of them anyway.
  Object.defineProperty(connection, "_writev", { value: undefined });
  connection._final = (done) => final(() => done());
  connection.destroy = (error) => {
    // Null, too, where an iterator is left early.
    if (!(error instanceof Error) || connection.readableEnded) return destroy(error);
    connection.push(null);
    return connection;
  };
}
