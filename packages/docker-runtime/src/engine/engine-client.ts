import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
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

/** The engine's API over dockerode's transport: every call with a deadline, every failure a `MoatError`. */
export class EngineClient {
  readonly address: EngineAddress;
  readonly #modem: { dial(options: object, callback: (error: unknown, result: unknown) => void): void };

  constructor(address: EngineAddress) {
    this.address = address;
    // `host: undefined` keeps dockerode from preferring its own reading of DOCKER_HOST.
    this.#modem = new Docker({ socketPath: address.socketPath, host: undefined } as Docker.DockerOptions).modem;
  }

  /** Sends a request and reads the whole answer: parsed JSON, or nothing. The caller knows the shape. */
  async json<T>(request: EngineRequest): Promise<T> {
    return (await this.#dial(request, {})) as T;
  }

  /** Sends a request and returns once the answer's headers are there; the body is the caller's to read. */
  async stream(request: EngineRequest): Promise<IncomingMessage> {
    return (await this.#dial(request, { isStream: true }, true)) as IncomingMessage;
  }

  /** Sends a request that turns the connection into a raw one, as attach does. */
  async upgrade(request: EngineRequest): Promise<Socket> {
    return (await this.#dial(
      { ...request, alsoOk: [101] },
      { isStream: true, hijack: true, openStdin: false },
      true,
    )) as Socket;
  }

  async #dial(request: EngineRequest, extra: object, abortable = false): Promise<unknown> {
    const deadline = startDeadline(request.operation, request.timeoutMs ?? DEFAULT_TIMEOUT_MS, request.signal);
    try {
      return await Promise.race([this.#send(request, extra, deadline, abortable), deadline.expired]);
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

  #send(request: EngineRequest, extra: object, deadline: Deadline, abortable: boolean): Promise<unknown> {
    if (deadline.signal.aborted) return deadline.expired;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
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
        ...extra,
      },
      (error, result) => {
        if (error !== null && error !== undefined) reject(error);
        else if (abortable && deadline.signal.aborted) {
          (result as IncomingMessage | Socket).destroy();
          resolve(deadline.expired);
        } else resolve(result);
      },
    );
    return promise;
  }
}
