import type { Duplex } from "node:stream";

/**
 * Makes a connection live as long as there is something to read from it. By itself, Node.js destroys the whole
 * connection when it is reset, and drops what has come in and was not read yet; but a process that ends while its input is
 * still being written has done nothing wrong, and its last words are there.
 *
 * From now on a connection that is reset ends after what came before. Whether the end was a good one has to be asked of the
 * engine. `destroy()` works as ever. For connections that forgive writes already, as all of an engine's do.
 */
export function outliveReset(connection: Duplex): void {
  const destroy = connection.destroy.bind(connection);
  connection.destroy = (error) => {
    // Null, too, where an iterator is left early.
    if (!(error instanceof Error) || connection.readableEnded) return destroy(error);
    connection.push(null);
    return connection;
  };
}
