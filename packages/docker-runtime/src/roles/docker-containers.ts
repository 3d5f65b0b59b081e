import {
  type CallOptions,
  type ContainerExit,
  type ContainerFilter,
  type ContainerInfo,
  type ContainerRole,
  type ContainerSpec,
  type ContainerSummary,
  type CreateOptions,
  type CreatedContainer,
  MoatError,
  type TerminalSize,
  type WaitOptions,
  isMoatError,
} from "@moat/core";
import { type RawContainerRow, toContainerInfo, toContainerSummary } from "../docker-to-state.ts";
import type { EngineClient, EngineRequest } from "../engine/engine-client.ts";
import { type CreateParts, createContainer } from "./create-container.ts";
import type { CreatedHere } from "./created-here.ts";
import { containerPath, inspectRaw } from "./inspect-container.ts";
import { labelQuery } from "./label-query.ts";
import { REMOVE_TIMEOUT_MS, removeContainer } from "./remove-container.ts";
import { resizeTerminal } from "./resize-terminal.ts";
import { waitForExit } from "./wait-for-exit.ts";

/** A start may take long, or for ever: one that hangs must not hang moat. */
const START_TIMEOUT_MS = 60_000;

interface ContainerParts extends CreateParts {
  readonly created: CreatedHere;
}

/** The life of Docker containers. */
export class DockerContainers implements ContainerRole {
  readonly #parts: ContainerParts;
  readonly #client: EngineClient;
  /** The engine's own ConsoleSize has no effect on older engines, nor under gVisor. */
  readonly #terminalSizes = new Map<string, TerminalSize>();
  /** What a start has to wait for: that the engine knows who waits for the end. */
  readonly #toStart = new Map<string, readonly Promise<void>[]>();

  constructor(parts: ContainerParts) {
    this.#parts = parts;
    this.#client = parts.client;
  }

  async create(spec: ContainerSpec, options: CreateOptions = {}): Promise<CreatedContainer> {
    let made = "";
    const onCreated = (id: string) => {
      made = id;
      this.#parts.created.set(id, { tty: spec.tty, stdin: spec.stdin, started: false });
      if (spec.tty) this.#terminalSizes.set(id, spec.terminalSize);
      options.onCreated?.(id);
    };
    try {
      return await createContainer(this.#parts, spec, { ...options, onCreated });
    } catch (error) {
      // What did not pass is not one of those that need no other look.
      this.#parts.created.delete(made);
      this.#terminalSizes.delete(made);
      throw error;
    }
  }

  async start(id: string, options: CallOptions = {}): Promise<void> {
    await Promise.all(this.#toStart.get(id) ?? []);
    this.#toStart.delete(id);
    const known = this.#parts.created.get(id);
    // One that this process has just made was looked at then.
    if (known?.started === false) this.#parts.created.set(id, { ...known, started: true });
    else if (!(await this.#mayStart(id, options))) return;
    await this.#post(id, "start", "start", { signal: options.signal, timeoutMs: START_TIMEOUT_MS, alsoOk: [304] });
    const size = this.#terminalSizes.get(id);
    if (size !== undefined)
      await resizeTerminal(this.#client, { path: containerPath(id), title: `the container ${id}` }, size);
  }

  /** Tells whether it has to be started: not where it runs. Throws where it must not be. */
  async #mayStart(id: string, options: CallOptions): Promise<boolean> {
    const raw = await inspectRaw(this.#client, id, options);
    const { phase } = toContainerInfo(raw).state;
    if (phase === "running" || phase === "paused") return false;
    // The engine would start an ended container again, and lose how it ended.
    if (phase === "exited")
      throw new MoatError("CONTAINER_STATE", `Could not start the container ${id}: it has ended.`);
    this.#parts.gate.verifyCreated(raw);
    return true;
  }

  async wait(id: string, options: WaitOptions = {}): Promise<ContainerExit> {
    // One that this process has just made has no end yet that could be missed: it starts when this is known to the engine.
    if (this.#parts.created.get(id)?.started !== false) return await waitForExit(this.#client, id, options);
    const registered = Promise.withResolvers<void>();
    this.#toStart.set(id, [...(this.#toStart.get(id) ?? []), registered.promise]);
    try {
      return await waitForExit(this.#client, id, { ...options, onRegistered: registered.resolve });
    } finally {
      registered.resolve();
    }
  }

  async signal(id: string, signal: string, options: CallOptions = {}): Promise<void> {
    await this.#post(id, "kill", `send ${signal} to`, { query: { signal }, signal: options.signal });
  }

  async stop(id: string, graceMs: number, options: CallOptions = {}): Promise<void> {
    const graceSeconds = Math.ceil(graceMs / 1000);
    try {
      await this.#post(id, "stop", "stop", {
        query: { t: graceSeconds },
        timeoutMs: graceSeconds * 1000 + REMOVE_TIMEOUT_MS,
        alsoOk: [304],
        signal: options.signal,
      });
    } catch (error) {
      if (!isMoatError(error, "CONTAINER_NOT_FOUND")) throw error;
    }
  }

  async rename(id: string, name: string, options: CallOptions = {}): Promise<void> {
    await this.#post(id, "rename", "rename", { query: { name }, signal: options.signal });
  }

  async inspect(id: string, options: CallOptions = {}): Promise<ContainerInfo> {
    return toContainerInfo(await inspectRaw(this.#client, id, options));
  }

  async list(filter: ContainerFilter, options: CallOptions = {}): Promise<readonly ContainerSummary[]> {
    const rows = await this.#client.json<readonly RawContainerRow[]>({
      method: "GET",
      path: "/containers/json",
      query: { all: true, filters: labelQuery(filter.labels) },
      operation: "list containers",
      signal: options.signal,
    });
    return rows.map(toContainerSummary);
  }

  async remove(id: string, options: CallOptions = {}): Promise<void> {
    this.#parts.created.delete(id);
    this.#toStart.delete(id);
    await removeContainer(this.#client, id, options);
  }

  async #post(id: string, action: string, verb: string, more: Partial<EngineRequest>): Promise<void> {
    await this.#client.json({
      method: "POST",
      path: containerPath(id, action),
      operation: `${verb} the container ${id}`,
      notFound: "CONTAINER_NOT_FOUND",
      ...more,
    });
  }
}
