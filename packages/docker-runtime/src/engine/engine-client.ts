import { Agent, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { ErrorCode } from "@moat/core";
import Docker from "dockerode";
import { type Deadline, startDeadline } from "./deadline.ts";
import type { EngineAddress } from "./engine-address.ts";
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
export class EngineClient {
  readonly address: EngineAddress;
  readonly #modem: Docker["modem"];

  constructor(address: EngineAddress) {
    this.address = address;
    // `host: undefined` keeps dockerode from preferring its own reading of DOCKER_HOST. Each call has a connection of its
    // own: one that is kept is dead once the engine has been restarted.
    const options = { socketPath: address.socketPath, host: undefined, agent: new Agent({ keepAlive: false }) };
    this.#modem = new Docker(options).modem;
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
  upgrade(request: EngineRequest): Promise<Socket> {
    return this.#within(request, (deadline) =>
      this.#send<Socket>({ ...request, alsoOk: [101] }, AS_RAW_CONNECTION, deadline),
    );
  }

  async #within<T>(request: EngineRequest, send: (deadline: Deadline) => Promise<T>): Promise<T> {
    const deadline = startDeadline(request.operation, request.timeoutMs ?? DEFAULT_TIMEOUT_MS, request.signal);
    try {
      return await Promise.race([send(deadline), deadline.expired]);
    } catch (error) {
      throw mapEngineError(error, {
        address: this.address.url,
        operation: request.operation,
        notFound: request.notFound ?? "ENGINE_FAILED",
      });
    } finally {
      deadline.dispose();
    }
  }

  #send<T>(request: EngineRequest, how: object, deadline: Deadline): Promise<T> {
    if (deadline.signal.aborted) return deadline.expired;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const ok = [...OK, ...(request.alsoOk ?? [])];
    this.#modem.dial(
      {
        path: `${request.path}?`,
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

async function readJson<T>(response: IncomingMessage): Promise<T> {
  const body = await text(response);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- An answer without a body is asked for as nothing.
  return body === "" ? (undefined as T) : JSON.parse(body);
}
