import {
  type ContainerExit,
  type ContainerInfo,
  type ContainerSpec,
  type ContainerState,
  type ContainerSummary,
  type MoatError,
  type OutputChunk,
  type PublishedPort,
  type TerminalSize,
} from "@moat/core";

import type { GuestProgram } from "../guest/guest.ts";
import { ChunkQueue } from "./chunk-queue.ts";
import type { EngineClock } from "./engine-clock.ts";
import { GuestProcess } from "./guest-process.ts";
import { LogBuffer } from "./log-buffer.ts";
import type { OutputQueue } from "./output-queue.ts";

/** A container: what it is, where in its life, its log, and whoever is attached. */
export class InMemoryContainer {
  readonly id: string;
  name: string;
  readonly spec: ContainerSpec;
  readonly createdAt: string;
  readonly input = new ChunkQueue<Uint8Array>();
  readonly log: LogBuffer;
  readonly outputs = new Set<OutputQueue>();
  /** The processes that run beside its own; they end with it. */
  readonly others = new Set<GuestProcess>();
  state: ContainerState = { phase: "created" };
  size: TerminalSize;
  /** With the host ports that the engine chose, once started. */
  ports: readonly PublishedPort[] = [];
  readonly #clock: EngineClock;
  readonly #end = Promise.withResolvers<ContainerExit>();
  #process: GuestProcess | undefined;

  constructor(id: string, spec: ContainerSpec, clock: EngineClock) {
    this.id = id;
    this.name = spec.name;
    this.spec = spec;
    this.createdAt = clock.now();
    this.size = spec.tty ? spec.terminalSize : { columns: 0, rows: 0 };
    this.log = new LogBuffer(spec.limits.logBytes);
    this.#clock = clock;
    this.#end.promise.catch(() => {});
    if (!spec.stdin) this.input.end();
  }

  /** How the process ended; rejects when the container is removed before. */
  get ended(): Promise<ContainerExit> {
    return this.#end.promise;
  }

  info(): ContainerInfo {
    const { id, name, createdAt, state } = this;
    const ports = state.phase === "running" ? this.ports : [];
    return { id, name, image: this.spec.image, labels: this.spec.labels, createdAt, state, ports };
  }

  summary(): ContainerSummary {
    const { id, name, createdAt, state } = this;
    return { id, name, labels: this.spec.labels, createdAt, phase: state.phase };
  }

  start(program: GuestProgram | number, args: readonly string[]): void {
    const startedAt = this.#clock.now();
    this.state = { phase: "running", startedAt };
    const process = new GuestProcess(this, args, (code) => this.#exit(code, startedAt));
    this.#process = process;
    process.run(typeof program === "number" ? () => program : program);
  }

  signal(name: string): void {
    this.#process?.signal(name);
  }

  resize(size: TerminalSize): void {
    if (!this.spec.tty || this.state.phase !== "running") return;
    this.size = size;
    this.signal("SIGWINCH");
  }

  /** Takes bytes of the process into the log and to everyone attached; resolves when all have room. */
  async output(chunk: OutputChunk): Promise<void> {
    this.log.append({ ...chunk, time: this.#clock.now() });
    await Promise.all(Array.from(this.outputs, async (queue) => queue.push(chunk)));
  }

  /** The container is removed: whoever waits is told so, and the process is killed. */
  discard(reason: MoatError): void {
    this.#end.reject(reason);
    this.#process?.signal("SIGKILL");
    this.#endOthers();
    this.#finishStreams();
  }

  #exit(code: number, startedAt: string): void {
    const exit = { code, outOfMemory: false, error: "", startedAt, finishedAt: this.#clock.now() };
    this.state = { phase: "exited", exit };
    this.#endOthers();
    this.#finishStreams();
    this.#end.resolve(exit);
  }

  #endOthers(): void {
    for (const other of this.others) other.signal("SIGKILL");
    this.others.clear();
  }

  #finishStreams(): void {
    this.input.close();
    this.log.end();
    for (const queue of this.outputs) queue.end();
  }
}
