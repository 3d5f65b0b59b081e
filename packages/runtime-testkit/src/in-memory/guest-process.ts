import { constants } from "node:os";
import { setImmediate, setTimeout as delay } from "node:timers/promises";

import { type ContainerSpec, MoatError, type OutputChunk, type TerminalSize } from "@moat/core";

import type { GuestProgram } from "../guest/guest.ts";

const IGNORED_BY_DEFAULT: ReadonlySet<string> = new Set(["SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH"]);

/** What a process sees and reaches: that of its container, or that of one more process. */
export interface GuestSurroundings {
  readonly spec: ContainerSpec;
  readonly input: AsyncIterable<Uint8Array>;
  readonly size: TerminalSize;
  /** Takes what is written; resolves when there is room for more. */
  output(chunk: OutputChunk): Promise<void>;
}

/** A running program: its exit, its signals and its output. */
export class GuestProcess {
  readonly #surroundings: GuestSurroundings;
  readonly #args: readonly string[];
  readonly #onExit: (code: number) => void;
  readonly #handlers = new Map<string, () => void>();
  readonly #ended = new AbortController();

  constructor(surroundings: GuestSurroundings, args: readonly string[], onExit: (code: number) => void) {
    this.#surroundings = surroundings;
    this.#args = args;
    this.#onExit = onExit;
  }

  /** Runs the program; it begins after the caller has gone on. */
  run(program: GuestProgram): void {
    void this.#run(program);
  }

  signal(name: string): void {
    const number: number | undefined = (constants.signals as Readonly<Record<string, number>>)[name];
    if (number === undefined) throw new MoatError("ENGINE_FAILED", `There is no signal ${name}.`);
    const handler = name === "SIGKILL" ? undefined : this.#handlers.get(name);
    if (handler !== undefined) handler();
    else if (!IGNORED_BY_DEFAULT.has(name)) this.#exit(128 + number);
  }

  async #run(program: GuestProgram): Promise<void> {
    const { signal } = this.#ended;
    try {
      await delay(0, undefined, { signal });
      const code = await program({
        args: this.#args,
        spec: this.#surroundings.spec,
        stdin: this.#surroundings.input,
        ended: signal,
        stdout: async (data) => this.#write("stdout", data),
        stderr: async (data) => this.#write("stderr", data),
        onSignal: (name, handler) => this.#handlers.set(name, handler),
        terminalSize: () => this.#surroundings.size,
        sleep: async (ms) => delay(ms, undefined, { signal }),
      });
      this.#exit(((code % 256) + 256) % 256);
    } catch {
      this.#exit(1);
    }
  }

  #exit(code: number): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#onExit(code);
  }

  async #write(stream: OutputChunk["stream"], data: Uint8Array | string): Promise<void> {
    this.#ended.signal.throwIfAborted();
    const bytes = Buffer.from(data);
    if (bytes.length === 0) return;
    const { tty } = this.#surroundings.spec;
    await this.#surroundings.output(
      tty ? { stream: "stdout", data: withTerminalLineEnds(bytes) } : { stream, data: bytes },
    );
    // A program that writes for ever must not keep everybody else from running.
    await setImmediate();
    this.#ended.signal.throwIfAborted();
  }
}

/** What a terminal makes of output: each newline gets a carriage return. That is all of it that is imitated. */
function withTerminalLineEnds(data: Buffer): Uint8Array {
  return Buffer.from(data.toString("latin1").replaceAll("\n", "\r\n"), "latin1");
}
