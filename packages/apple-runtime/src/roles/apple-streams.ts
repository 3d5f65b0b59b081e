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
import { execInContainer } from "../exec/exec-in-container.ts";
import { type LogPosition, readLog, readTail } from "../log/read-log.ts";
import { pause } from "../program/retry.ts";
import { ContainerDirectory } from "../state/container-directory.ts";
import { askSupervisor, ensureSupervisor, isSupervised } from "../supervisor/supervisor-client.ts";
import { AppleAttachment } from "./apple-attachment.ts";
import type { AppleContext } from "./apple-context.ts";
import { inspectRaw, stateOf } from "./inspect-container.ts";
import { supervisorOrder } from "./start-container.ts";

const FOLLOW_MS = 50;
/** How often the service is asked about a container that nobody supervises. */
const SERVICE_POLLS = 20;

/** Bytes in and out of Apple's containers: through their supervisors, for the program gives them to nobody else. */
export class AppleStreams implements StreamRole {
  readonly #context: AppleContext;
  #polls = 0;

  constructor(context: AppleContext) {
    this.#context = context;
  }

  async attach(id: string, options: AttachOptions = {}): Promise<Attachment> {
    const operation = `attach to the container ${id}`;
    const raw = await inspectRaw(this.#context, id, options);
    const { phase } = await stateOf(this.#context, raw);
    if (phase === "exited") throw new MoatError("CONTAINER_STATE", `Could not ${operation}: it has ended.`);
    const order = supervisorOrder(this.#context, raw);
    if (phase === "created") await ensureSupervisor(order);
    const directory = new ContainerDirectory(this.#context.stateDir, id);
    const input = order.stdin && options.input !== false;
    const connection = await askSupervisor(directory, { want: "attach", input }, options);
    if (connection !== undefined) return new AppleAttachment(connection, { tty: order.tty, stdin: input });
    throw new MoatError(
      "ENGINE_FAILED",
      `Could not ${operation}: its supervisor is gone, and nobody else has its streams.`,
      {
        hint: `Stop it: container stop ${id}`,
      },
    );
  }

  async exec(id: string, spec: ExecSpec, options: CallOptions = {}): Promise<Execution> {
    return await execInContainer(this.#context, id, spec, options);
  }

  async *logs(id: string, options: LogOptions): AsyncGenerator<LogEntry> {
    const raw = await inspectRaw(this.#context, id, options);
    const directory = new ContainerDirectory(this.#context.stateDir, id);
    let isOver = (await stateOf(this.#context, raw)).phase === "exited";
    const since = options.since ?? "";
    let position: LogPosition = { segment: 1, offset: 0 };
    if (options.tail === "all") position = yield* readLog(directory.log, position, since);
    else {
      const { entries, end } = await readTail(directory.log, options.tail, since);
      yield* entries;
      position = end;
    }
    while (options.follow && !isOver) {
      await pause(FOLLOW_MS, options);
      // Asked before reading: what is written before an end is read after it.
      isOver = await this.#isOver(id, directory, options);
      position = yield* readLog(directory.log, position, since);
    }
  }

  async #isOver(id: string, directory: ContainerDirectory, options: CallOptions): Promise<boolean> {
    if ((await directory.readExit()) !== undefined) return true;
    this.#polls += 1;
    if (this.#polls % SERVICE_POLLS !== 0 || (await isSupervised(directory))) return false;
    return (await stateOf(this.#context, await inspectRaw(this.#context, id, options))).phase === "exited";
  }
}
