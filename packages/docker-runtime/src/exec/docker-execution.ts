import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import {
  type CallOptions,
  type ExecSpec,
  type Execution,
  MoatError,
  type OutputChunk,
  type TerminalSize,
  isMoatError,
} from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { resizeTerminal } from "../roles/resize-terminal.ts";
import { DockerAttachment } from "../streams/docker-attachment.ts";
import { outliveReset } from "../streams/outlive-reset.ts";
import { createExec, execPath, inspectExec, startExec } from "./exec-api.ts";
import { endWithContainer } from "./end-with-container.ts";
import { execFailure } from "./exec-failure.ts";
import { EXEC_ID_VARIABLE, type ExecTarget, signalExec } from "./signal-exec.ts";
import { type ExecIds, hasEnded, waitForExec, waitForStart } from "./wait-for-exec.ts";

/** How long ending a process may take whose start was canceled; then it is left alone. */
const END_WITHIN_MS = 3_000;

/** What an execution is made of. */
interface ExecutionParts extends ExecIds {
  readonly client: EngineClient;
  readonly connection: Duplex;
  readonly spec: ExecSpec;
  readonly marker: string;
}

/** One more process in a Docker container, over one upgraded connection for both directions. */
class DockerExecution extends DockerAttachment implements Execution {
  readonly #parts: ExecutionParts;
  #code: number | undefined;

  constructor(parts: ExecutionParts) {
    const { client, connection, execId, spec } = parts;
    super({
      address: client.address.url,
      output: connection,
      input: spec.stdin ? connection : undefined,
      tty: spec.tty,
      resize: (size) => resizeTerminal(client, { path: execPath(execId), title: "a command in a container" }, size),
    });
    this.#parts = parts;
  }

  async wait(options: CallOptions = {}): Promise<number> {
    this.#code ??= await waitForExec(this.#parts.client, this.#parts, options);
    return this.#code;
  }

  async signal(signal: string, options: CallOptions = {}): Promise<void> {
    const { client, containerId, execId, marker, spec } = this.#parts;
    const isOver = async () => this.#code !== undefined || !(await inspectExec(client, execId, options)).Running;
    await signalExec(client, { containerId, execId, marker, user: spec.user, hasEnded: isOver }, signal, options);
  }
}

/** Runs one more process in a container, and returns once it has begun, or could not as its program is at fault. */
export async function execInContainer(
  client: EngineClient,
  containerId: string,
  spec: ExecSpec,
  options: CallOptions,
): Promise<Execution> {
  const marker = randomBytes(12).toString("hex");
  const marked = { ...spec, env: { ...spec.env, [EXEC_ID_VARIABLE]: marker } };
  const execId = await createExec(client, containerId, marked, options);
  let connection: Duplex | undefined;
  try {
    connection = await startExec(client, execId, spec, options);
    outliveReset(connection);
    const begun = await waitForStart(client, execId, options);
    const execution = new DockerExecution({ client, connection, spec, marker, containerId, execId });
    if (begun.Pid !== 0) {
      await execution.resize(spec.terminalSize);
      endWithContainer(client, containerId, connection);
      return execution;
    }
    return await neverBegun(execution, containerId, spec);
  } catch (error) {
    connection?.destroy();
    if (isMoatError(error, "CANCELED", "ENGINE_TIMEOUT"))
      await endUnwatched(client, { marker, containerId, execId, user: spec.user });
    throw error;
  }
}

/** Ends a process that nobody waits for any more, if it has begun and the engine lets itself be asked. */
async function endUnwatched(client: EngineClient, target: Omit<ExecTarget, "hasEnded">): Promise<void> {
  const options = { signal: AbortSignal.timeout(END_WITHIN_MS) };
  const isOver = async () => hasEnded(await inspectExec(client, target.execId, options));
  await signalExec(client, { ...target, hasEnded: isOver }, "SIGKILL", options).catch(() => {});
}

/** All that the connection brings is the engine's word about it, as if the process had said it. */
async function neverBegun(execution: Execution, containerId: string, { tty }: ExecSpec): Promise<Execution> {
  const chunks: Uint8Array[] = [];
  for await (const { data } of execution.output) chunks.push(data);
  const said = Buffer.concat(chunks).toString().trim();
  const failure = execFailure(said, containerId);
  if (failure.kind === "error") throw failure.error;
  return new FailedExecution(failure.exitCode, { stream: tty ? "stdout" : "stderr", data: Buffer.from(`${said}\n`) });
}

/** A process whose program does not exist or is not executable: it has ended before it began. */
class FailedExecution implements Execution {
  readonly output: AsyncIterable<OutputChunk>;
  readonly #code: number;

  constructor(code: number, said: OutputChunk) {
    this.#code = code;
    this.output = once(said);
  }

  async write(_data: Uint8Array): Promise<void> {}
  async endInput(): Promise<void> {}
  async resize(_size: TerminalSize): Promise<void> {}
  async signal(_signal: string): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}

  async wait({ signal }: CallOptions = {}): Promise<number> {
    if (signal?.aborted === true) throw new MoatError("CANCELED", "Canceled while waiting for a command.");
    return this.#code;
  }
}

async function* once(chunk: OutputChunk): AsyncGenerator<OutputChunk> {
  yield chunk;
}
