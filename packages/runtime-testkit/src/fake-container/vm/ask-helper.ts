import { once } from "node:events";
import { createConnection } from "node:net";
import type { FakeState } from "../state/fake-state.ts";

/** What the other subcommands may ask of a running container's helper. */
export interface HelperRequest {
  readonly signal: string;
}

/** Asks a helper for something, and waits until it has done it; one that has just ended counts as done. */
export async function askHelper(state: FakeState, id: string, request: HelperRequest): Promise<void> {
  const socket = createConnection(state.socketPath(id));
  socket.on("error", () => {});
  socket.end(`${JSON.stringify(request)}\n`);
  socket.resume();
  await once(socket, "close").catch(() => {});
}
