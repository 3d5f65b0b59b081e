import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Box } from "./box.ts";
import { engineHost, socketOf } from "./engine.ts";
import { until } from "./until.ts";

/** Where the proxy stops: at the n-th request that changes something, before the engine has it or after it has obeyed. */
export interface Hold {
  readonly request: number;
  readonly when: "before" | "after";
}

/**
 * Stands between moat and the engine. Every request that changes something is noted as `METHOD PATH`, and one is held: the
 * engine obeys a held request in any case once it is let go, also when whoever sent it has been killed meanwhile.
 */
export class EngineProxy implements AsyncDisposable {
  /** The changes so far, without ids. */
  readonly changes: string[] = [];
  readonly #socket: string;
  readonly #server: Server;
  readonly #gate = Promise.withResolvers<void>();
  readonly #obeyed = Promise.withResolvers<void>();
  #isHeld = false;

  private constructor(socket: string, hold: Hold | undefined) {
    this.#socket = socket;
    this.#server = createServer((incoming, response) => void this.#pass(incoming, response, hold));
    this.#server.on("upgrade", (incoming, client, first) => this.#upgrade(incoming, client, first));
  }

  static async open(box: Box, hold?: Hold): Promise<EngineProxy> {
    const socket = join(box.directory, "proxy.sock");
    const proxy = new EngineProxy(socket, hold);
    proxy.#server.listen(socket);
    await once(proxy.#server, "listening");
    return proxy;
  }

  /** What moat is to be started with. */
  get env(): Readonly<Record<string, string>> {
    return { DOCKER_HOST: `unix://${this.#socket}` };
  }

  /** Waits until the request is there. */
  async held(): Promise<void> {
    await until("the request is held", () => this.#isHeld);
  }

  /** Lets the request go, and waits until the engine has obeyed it. */
  async letGo(): Promise<void> {
    this.#gate.resolve();
    await this.#obeyed.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#gate.resolve();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse, hold: Hold | undefined): Promise<void> {
    const body = await buffer(incoming);
    const isHere = this.#note(incoming) && this.changes.length === hold?.request;
    if (isHere && hold?.when === "before") await this.#wait();
    const outgoing = request({ socketPath: socketOf(engineHost()), ...head(incoming) });
    outgoing.on("error", () => response.destroy());
    outgoing.on("response", (answer) => {
      if (isHere) this.#obeyed.resolve();
      const passOn = () => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      };
      if (isHere && hold?.when === "after") void this.#wait().then(passOn);
      else passOn();
    });
    outgoing.end(body);
  }

  /** Passes on; to attach changes nothing, and comes before or after what is asked at the same time. */
  #upgrade(incoming: IncomingMessage, client: Duplex, first: Buffer): void {
    const engine = connect(socketOf(engineHost()));
    const lines = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}`);
    engine.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    engine.write(first);
    engine.pipe(client).on("error", () => engine.destroy());
    client.pipe(engine).on("error", () => client.destroy());
  }

  #note({ method = "", url = "" }: IncomingMessage): boolean {
    const path = url.replace(/^\/v[\d.]+/, "").replace(/\?.*/, "");
    if (method === "GET" || method === "HEAD" || path.endsWith("/wait")) return false;
    this.changes.push(`${method} ${path.replace(/\/[0-9a-f]{64}(?=\/|$)/, "/ID")}`);
    return true;
  }

  async #wait(): Promise<void> {
    this.#isHeld = true;
    await this.#gate.promise;
  }
}

function head({ method, url, headers }: IncomingMessage) {
  return { method, path: url, headers };
}
