import { Agent, type AgentOptions } from "node:http";
import { connect, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import type { EngineTransport } from "./engine-address.ts";
import { forgiveWrites } from "./forgive-writes.ts";
import { SshConnection } from "./ssh-connection.ts";

/** How many commands may run at the far end of ssh at once, beside the streams that a run keeps open. */
const SSH_CONNECTIONS = 8;

/** Over a network a far end may vanish without a word while a run is waited for: then the kernel has to ask. */
const KEEP_ALIVE_MS = 15_000;

/** Makes every connection that requests go over, whatever the transport is. */
export class EngineAgent extends Agent {
  readonly #transport: EngineTransport;

  constructor(transport: EngineTransport) {
    super(agentOptions(transport));
    this.#transport = transport;
  }

  override createConnection(): Duplex {
    return forgiveWrites(openConnection(this.#transport));
  }
}

function openConnection(transport: EngineTransport): Duplex {
  if (transport.kind === "unix") return connect({ path: transport.socketPath });
  if (transport.kind === "ssh") return new SshConnection(transport);
  const { host, port, tls } = transport;
  if (tls === undefined) return connect({ port, host }).setKeepAlive(true, KEEP_ALIVE_MS);
  return connectTls({
    host,
    port,
    // Node's own list of authorities counts where there is no other.
    ...(tls.ca === "" ? {} : { ca: tls.ca }),
    ...(tls.cert === "" ? {} : { cert: tls.cert, key: tls.key }),
    rejectUnauthorized: tls.verify,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  }).setKeepAlive(true, KEEP_ALIVE_MS);
}

/**
 * A connection for each request: one that is kept is dead once the engine has been restarted. Not over ssh, where a
 * connection costs a log-in; there the far end closes it with the engine, which is noticed at once.
 */
function agentOptions({ kind }: EngineTransport): AgentOptions {
  // No name for TLS, which has its own: Node.js would look for one in each request, and compile what an address looks like for that.
  const named = { servername: "" };
  return kind === "ssh"
    ? { ...named, keepAlive: true, maxFreeSockets: SSH_CONNECTIONS }
    : { ...named, keepAlive: false };
}
