import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import {
  type AttachOptions,
  type Attachment,
  type CallOptions,
  type ExecSpec,
  type Execution,
  type LogEntry,
  type LogOptions,
  MoatError,
  type StreamRole,
} from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { mapEngineError } from "../engine/map-error.ts";
import { NO_DETACH_KEYS } from "../exec/exec-api.ts";
import { execInContainer } from "../exec/docker-execution.ts";
import { type LogRead, lastLines } from "../streams/last-lines.ts";
import { DockerAttachment } from "../streams/docker-attachment.ts";
import { framedLogEntries, terminalLogEntries } from "../streams/log-entries.ts";
import type { CreatedHere } from "./created-here.ts";
import { containerPath, inspectRaw } from "./inspect-container.ts";
import { resizeTerminal } from "./resize-terminal.ts";

/** Bytes in and out of Docker containers. */
export class DockerStreams implements StreamRole {
  readonly #client: EngineClient;
  readonly #created: CreatedHere;

  constructor(client: EngineClient, created: CreatedHere) {
    this.#client = client;
    this.#created = created;
  }

  async attach(id: string, options: AttachOptions = {}): Promise<Attachment> {
    const known = this.#created.get(id);
    const { tty, stdin } = known?.started === false ? known : await this.#inspectLive(id, options);
    const [output, input] = await this.#openBoth(id, stdin && options.input !== false, options);
    return new DockerAttachment({
      address: this.#client.address.url,
      output,
      input,
      tty,
      resize: (size) => resizeTerminal(this.#client, { path: containerPath(id), title: `the container ${id}` }, size),
    });
  }

  /** Opens both at once, or none. */
  async #openBoth(id: string, withInput: boolean, options: CallOptions): Promise<[Duplex, Duplex | undefined]> {
    const opening = [this.#open(id, { stdout: 1, stderr: 1 }, options)];
    if (withInput) opening.push(this.#open(id, { stdin: 1 }, options));
    try {
      const [output, input] = await Promise.all(opening);
      if (output === undefined) throw new Error("Nothing was opened.");
      return [output, input];
    } catch (error) {
      for (const opened of await Promise.allSettled(opening)) if (opened.status === "fulfilled") opened.value.destroy();
      throw error;
    }
  }

  async #inspectLive(id: string, options: CallOptions) {
    const { State, Config } = await inspectRaw(this.#client, id, options);
    if (State.Status !== "created" && State.Status !== "running" && State.Status !== "paused") {
      throw new MoatError("CONTAINER_STATE", `Could not attach to the container ${id}: it has ended.`);
    }
    return { tty: Config.Tty, stdin: Config.OpenStdin };
  }

  #open(id: string, which: Readonly<Record<string, number>>, options: CallOptions) {
    return this.#client.upgrade({
      method: "POST",
      path: containerPath(id, "attach"),
      query: { stream: 1, detachKeys: NO_DETACH_KEYS, ...which },
      operation: `attach to the container ${id}`,
      notFound: "CONTAINER_NOT_FOUND",
      signal: options.signal,
    });
  }

  async exec(id: string, spec: ExecSpec, options: CallOptions = {}): Promise<Execution> {
    return execInContainer(this.#client, id, spec, options);
  }

  async *logs(id: string, options: LogOptions): AsyncGenerator<LogEntry> {
    const tty = this.#created.get(id)?.tty ?? (await inspectRaw(this.#client, id, options)).Config.Tty;
    const read = (call: LogRead) => this.#readLogs(id, tty, { ...call, since: options.since, signal: options.signal });
    if (options.tail === "all") yield* read({ follow: options.follow, tail: "all" });
    else yield* lastLines(read, options.tail, options.follow);
  }

  async *#readLogs(
    id: string,
    tty: boolean,
    call: LogRead & { readonly since: string | undefined; readonly signal: AbortSignal | undefined },
  ): AsyncGenerator<LogEntry> {
    const operation = `read the logs of the container ${id}`;
    const response = await this.#client.stream({
      method: "GET",
      path: containerPath(id, "logs"),
      query: {
        stdout: 1,
        stderr: 1,
        timestamps: 1,
        follow: call.follow ? 1 : 0,
        tail: call.tail,
        ...since(call.since),
      },
      operation,
      notFound: "CONTAINER_NOT_FOUND",
      signal: call.signal,
    });
    const body = abortable(response, call.signal);
    try {
      yield* tty ? terminalLogEntries(body) : framedLogEntries(body);
    } catch (error) {
      if (call.signal?.aborted === true)
        throw new MoatError("CANCELED", `Canceled while trying to ${operation}.`, { cause: error });
      throw mapEngineError(error, { address: this.#client.address.url, operation, notFound: "CONTAINER_NOT_FOUND" });
    } finally {
      response.destroy();
    }
  }
}

/** The engine takes seconds since 1970 with a fraction. */
function since(time: string | undefined): { readonly since?: string } {
  if (time === undefined) return {};
  const [, seconds = "", fraction = "0"] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return { since: `${Math.floor(Date.parse(`${seconds}Z`) / 1000)}.${fraction.padEnd(9, "0")}` };
}

async function* abortable(response: IncomingMessage, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const abort = () => response.destroy(new Error("aborted"));
  if (signal?.aborted === true) abort();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) yield chunk;
    // The engine died, or cut the answer: a clean end has `complete`.
    if (!response.complete) throw Object.assign(new Error("the answer was cut off"), { code: "ECONNRESET" });
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}
