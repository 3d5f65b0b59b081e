import { readFile, rm } from "node:fs/promises";
import { type CallOptions, type Execution, type OutputChunk, type TerminalSize } from "@moat/core";
import { mapAppleError } from "../program/map-error.ts";
import type { AttachedProgram } from "../program/process-port.ts";
import type { AppleContext } from "../roles/apple-context.ts";
import { inspectRaw } from "../roles/inspect-container.ts";
import { orCanceled } from "../roles/throw-if-canceled.ts";
import { UNKNOWN_EXIT_CODE } from "../state/to-state.ts";
import { judgeEnd } from "../supervisor/judge-end.ts";
import { mergeOutputs } from "./merge-outputs.ts";
import { signalExec } from "./signal-exec.ts";

/** A process that ends with its container is killed. */
const KILLED_EXIT_CODE = 137;
/** What is kept of stderr to see why the program ended. */
const TAIL_CHARACTERS = 4096;

/** What an execution is made of. */
export interface ExecutionParts {
  readonly context: AppleContext;
  readonly id: string;
  readonly marker: string;
  readonly user: string;
  readonly program: AttachedProgram;
  /** Where the program's own words are, with a terminal; empty without. */
  readonly stderrPath: string;
}

/** One more process in a container: the program that began it is the connection, and tells its code. */
export class AppleExecution implements Execution {
  readonly output: AsyncIterable<OutputChunk>;
  readonly #parts: ExecutionParts;
  readonly #code: Promise<number>;
  /** The program's own words, where they are in a file. */
  readonly #programErrors: Promise<string>;
  #tail = "";
  #hasEnded = false;
  #isLetGo = false;

  constructor(parts: ExecutionParts) {
    this.#parts = parts;
    this.output = this.#read();
    this.#programErrors = takeFile(parts);
    this.#code = this.#readCode();
    this.#code.catch(() => {});
  }

  async write(data: Uint8Array): Promise<void> {
    if (!this.#hasEnded) await Promise.race([this.#parts.program.write(data), this.#parts.program.exit]);
  }

  async endInput(): Promise<void> {
    if (!this.#hasEnded) this.#parts.program.endInput();
  }

  async resize(size: TerminalSize): Promise<void> {
    this.#parts.program.resize(size);
  }

  async wait(options: CallOptions = {}): Promise<number> {
    return await orCanceled(this.#code, options, "wait for a command in the container");
  }

  async signal(signal: string, options: CallOptions = {}): Promise<void> {
    if (!this.#hasEnded) await signalExec(this.#parts, signal, () => this.#hasEnded, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isLetGo = true;
    this.#parts.program.release();
  }

  async *#read(): AsyncGenerator<OutputChunk> {
    const { program, stderrPath } = this.#parts;
    const sources: (readonly ["stdout" | "stderr", AsyncIterable<Buffer>])[] = [["stdout", program.stdout]];
    if (program.stderr !== undefined) sources.push(["stderr", program.stderr]);
    for await (const chunk of mergeOutputs(sources)) {
      if (this.#isLetGo) return;
      if (chunk.stream === "stderr") this.#remember(chunk.data);
      yield chunk;
    }
    if (stderrPath === "") return;
    // With a terminal the program's own words are not on it.
    const said = await this.#programErrors;
    if (said !== "") yield { stream: "stdout", data: Buffer.from(said.replaceAll("\n", "\r\n")) };
  }

  #remember(data: Uint8Array): void {
    this.#tail = (this.#tail + Buffer.from(data).toString()).slice(-TAIL_CHARACTERS);
  }

  async #readCode(): Promise<number> {
    const { program, context, id } = this.#parts;
    const exitCode = await program.exit;
    this.#hasEnded = true;
    const said = (await program.words()) + this.#tail + (await this.#programErrors);
    if (exitCode === UNKNOWN_EXIT_CODE) {
      const { state } = await inspectRaw(context, id, {});
      return state === "running" ? exitCode : KILLED_EXIT_CODE;
    }
    // These words are nobody else's.
    if (exitCode === 1 && /^Error: .*XPC /m.test(said)) {
      const operation = `run a command in the container ${id}`;
      const timeoutMs = context.apple.deadlines.startMs;
      const outcome = { kind: "ended", exitCode, stdout: "", stderr: said } as const;
      throw mapAppleError(outcome, { operation, program: context.apple.path, timeoutMs });
    }
    const verdict = judgeEnd({ exitCode, stderr: said, wasStarted: false });
    return verdict.kind === "exit" ? verdict.code : exitCode;
  }
}

/** Reads a file when the program has ended, and removes it. */
async function takeFile({ program, stderrPath }: ExecutionParts): Promise<string> {
  if (stderrPath === "") return "";
  await program.exit;
  const text = await readFile(stderrPath, "utf8").catch(() => "");
  await rm(stderrPath, { force: true });
  return text;
}
