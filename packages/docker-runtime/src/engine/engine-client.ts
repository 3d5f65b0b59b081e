import type { IncomingMessage } from "node:http";
import { type Duplex, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { type ErrorCode, systemErrorCode } from "@moat/core";
import Docker from "dockerode";
import { EngineAgent } from "../connection/engine-agent.ts";
import type { EngineAddress } from "../connection/engine-address.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { mapEngineError } from "./map-error.ts";

/** One request to the engine's API. */
export interface EngineRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** Sent as it is, for instance a tar archive. */
  readonly bytes?: Buffer;
  /** What is being done, for error messages: `create the container x`. */
  readonly operation: string;
  readonly notFound?: ErrorCode;
  readonly signal?: AbortSignal | undefined;
  /** Our own limit until the answer is there (for streams: its headers). */
  readonly timeoutMs?: number;
  /** Codes beyond 2xx that are no error. */
  readonly alsoOk?: readonly number[];
}

const DEFAULT_TIMEOUT_MS = 30_000;
const OK = [200, 201, 202, 204];
const AS_STREAM = { isStream: true };
const AS_RAW_CONNECTION = { isStream: true, hijack: true, openStdin: false };

/** The engine's API over dockerode's transport: every call with a deadline, every failure a `MoatError`. */
export class EngineClient implements Disposable {
  readonly address: EngineAddress;
  readonly #modem: Docker["modem"];
  readonly #agent: EngineAgent;
  readonly #basePath: string;

  constructor(address: EngineAddress) {
    this.address = address;
    this.#agent = new EngineAgent(address.transport);
    this.#basePath = address.transport.kind === "tcp" ? address.transport.basePath : "";
    this.#modem = openModem(address, this.#agent);
  }

  /** Closes what is idle, and lets go of what is not. */
  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  /** Sends a request and reads the whole answer: parsed JSON, or nothing. The caller knows the shape. */
  json<T>(request: EngineRequest): Promise<T> {
    // As a stream: the library would not notice when the connection dies in the middle of the answer.
    return this.#within(request, async (deadline) =>
      readJson<T>(await this.#send<IncomingMessage>(request, AS_STREAM, deadline)),
    );
  }

  /** Sends a request and returns once the answer's headers are there; the body is the caller's to read. */
  stream(request: EngineRequest): Promise<IncomingMessage> {
    return this.#within(request, (deadline) => this.#send<IncomingMessage>(request, AS_STREAM, deadline));
  }

  /** Sends a request that turns the connection into a raw one, as attach does. */
  upgrade(request: EngineRequest): Promise<Duplex> {
    return this.#within(request, (deadline) =>
      this.#send<Duplex>({ ...request, alsoOk: [101] }, AS_RAW_CONNECTION, deadline),
    );
  }

  async #within<T>(request: EngineRequest, send: (deadline: Deadline) => Promise<T>): Promise<T> {
    const deadline = startDeadline(request.operation, request.timeoutMs ?? DEFAULT_TIMEOUT_MS, request.signal);
    try {
      return await Promise.race([this.#attempt(request, () => send(deadline)), deadline.expired]);
    } catch (error) {
      throw mapEngineError(error, {
        address: this.address.url,
        foundBy: this.address.foundBy,
        operation: request.operation,
        notFound: request.notFound ?? "ENGINE_FAILED",
      });
    } finally {
      deadline.dispose();
    }
  }

  /** Only over ssh are connections kept: one that has just died is noticed by the next request, which may then be asked again. */
  async #attempt<T>(request: EngineRequest, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      const isStale = this.address.transport.kind === "ssh" && systemErrorCode(error) === "ECONNRESET";
      if (!isStale || request.method !== "GET") throw error;
      return await send();
    }
  }

  #send<T>(request: EngineRequest, how: object, deadline: Deadline): Promise<T> {
    if (deadline.signal.aborted) return deadline.expired;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const ok = [...OK, ...(request.alsoOk ?? [])];
    this.#modem.dial(
      {
        path: `${this.#basePath}${request.path}?`,
        method: request.method,
        options: { _query: request.query ?? {}, ...(request.body ? { _body: request.body } : {}) },
        // A body that is present but empty: dockerode would otherwise send the query as JSON, and an upgraded
        // connection could then hand those bytes to the command as its input.
        ...(request.body ? {} : { file: request.bytes ?? Buffer.alloc(0) }),
        statusCodes: Object.fromEntries(ok.map((code) => [code, true])),
        abortSignal: deadline.signal,
        ...how,
      },
      (error: unknown, result: unknown) => {
        if (error !== null && error !== undefined) {
          reject(error);
          return;
        }
        // Too late: nobody waits for this stream any more, and nobody would close it.
        if (deadline.signal.aborted && result instanceof Readable) result.destroy();
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The engine's API says what comes back; here is where it is believed.
        resolve(result as T);
      },
    );
    return promise;
  }
}

/**
 * dockerode, with everything decided already. All transports are plain HTTP over a local socket to it: it is our agent that
 * makes the connections, wherever they go. What it is not told it reads from the environment, and fails where that is not
 * to its liking.
 */
function openModem({ transport }: EngineAddress, agent: EngineAgent): Docker["modem"] {
  const nothing = { host: undefined, ca: undefined, cert: undefined, key: undefined, timeout: undefined };
  const headers = { Host: hostHeader(transport) };
  const options = { ...nothing, protocol: "http" as const, socketPath: "made by the agent", agent, headers };
  const hidden = process.env["DOCKER_HOST"];
  delete process.env["DOCKER_HOST"];
  try {
    return new Docker(options).modem;
  } finally {
    if (hidden !== undefined) process.env["DOCKER_HOST"] = hidden;
  }
}

function hostHeader(transport: EngineAddress["transport"]): string {
  if (transport.kind !== "tcp") return "docker";
  const { host, port } = transport;
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function readJson<T>(response: IncomingMessage): Promise<T> {
  const body = await text(response);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- An answer without a body is asked for as nothing.
  return body === "" ? (undefined as T) : JSON.parse(body);
}
