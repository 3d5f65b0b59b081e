import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { ContainerExit } from "@moat/core";
import { LogWriter } from "../log/log-writer.ts";
import { AppleProgram } from "../program/apple-program.ts";
import type { AttachedProgram } from "../program/process-port.ts";
import { ContainerDirectory } from "../state/container-directory.ts";
import { UNKNOWN_EXIT_CODE } from "../state/to-state.ts";
import { Clients } from "./clients.ts";
import { type Frame, packFrame, unpackFrames } from "./frames.ts";
import { HeldErrors } from "./held-errors.ts";
import { InputQueue } from "./input-queue.ts";
import { judgeEnd } from "./judge-end.ts";
import type { SupervisorOrder, SupervisorReply, SupervisorRequest } from "./messages.ts";
import { type Beginning, awaitBeginning, launch, lookAt, programErrors } from "./started-process.ts";

const POLL_MS = 500;
const LONGEST_POLL_MS = 10_000;
/** What is kept of stderr to see why the program ended. */
const TAIL_CHARACTERS = 4096;

const CODE_LOST = "The exit code is not known: Apple's container lost it.";

/** Owns one container's attached program: its output, its input, its log and its end. */
export class Supervisor {
  readonly #order: SupervisorOrder;
  readonly #directory: ContainerDirectory;
  readonly #apple: AppleProgram;
  readonly #log: LogWriter;
  readonly #clients = new Clients();
  readonly #input = new InputQueue();
  readonly #over = Promise.withResolvers<void>();
  #starting: Promise<SupervisorReply> | undefined;
  #process: AttachedProgram | undefined;

  constructor(order: SupervisorOrder) {
    this.#order = order;
    this.#directory = new ContainerDirectory(order.stateDir, order.id);
    this.#apple = new AppleProgram(order.program, order.env, order.deadlines);
    this.#log = new LogWriter(this.#directory.log, order.logBytes);
  }

  /** Settles when there is nothing left to supervise. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Whether the process was never started, and nobody is there who could. */
  get isIdle(): boolean {
    return this.#starting === undefined && this.#clients.isEmpty;
  }

  /** Serves one connection. */
  async serve(socket: Socket): Promise<void> {
    socket.on("error", () => {});
    const frames = unpackFrames(socket);
    try {
      const first = await frames.next();
      if (first.done === true) return;
      const request: SupervisorRequest = JSON.parse(first.value.content.toString());
      switch (request.want) {
        case "attach":
        case "watch":
          socket.write(packFrame("message", { kind: "done" }));
          this.#clients.add(socket, request.want);
          await this.#takeAll(frames, request.want === "attach" && request.input);
          return;
        case "start":
          this.#starting ??= this.#start();
          socket.end(packFrame("message", await this.#starting));
          return;
        case "leave":
          socket.end();
          if (this.#starting === undefined) await this.#leave();
          return;
      }
    } catch {
      // Whoever was connected is gone, or was never one of us.
      socket.destroy();
    }
  }

  /** Without a terminal the input ends with the first one that had it; a terminal stays for the next. */
  async #takeAll(frames: AsyncIterable<Frame>, hasInput: boolean): Promise<void> {
    try {
      for await (const frame of frames) await this.#take(frame);
    } finally {
      if (hasInput && !this.#order.tty) await this.#input.end();
    }
  }

  async #take({ kind, content }: Frame): Promise<void> {
    if (kind === "stdin") await this.#input.write(content);
    if (kind === "endInput") await this.#input.end();
    if (kind === "resize") this.#process?.resize(JSON.parse(content.toString()));
  }

  async #leave(): Promise<void> {
    await this.#clients.end();
    this.#over.resolve();
  }

  async #start(): Promise<SupervisorReply> {
    const { id } = this.#order;
    await this.#directory.markStarted();
    let attached: AttachedProgram;
    try {
      attached = await launch(this.#order, this.#directory);
    } catch (error) {
      return await this.#fail({ kind: "failed", exitCode: 1, stderr: `Error: ${String(error)}` });
    }
    let tail = "";
    const errors = new HeldErrors((data) => this.#write("stderr", data));
    const reading = Promise.all([
      this.#pump(attached.stdout, (data) => this.#write("stdout", data)),
      this.#pump(attached.stderr, (data) => {
        tail = (tail + data.toString()).slice(-TAIL_CHARACTERS);
        return errors.take(data);
      }),
    ]);
    const connecting = this.#input.connect(attached);
    this.#process = attached;
    const beginning = await this.#beginning(attached);
    if (beginning.kind === "expired") {
      await errors.decide("drop");
      attached.kill();
      return await this.#fail({ kind: "expired" });
    }
    const attend = async (): Promise<SupervisorReply> => {
      const exitCode = await attached.exit;
      const said = tail + (await programErrors(this.#directory));
      const seen = beginning.kind === "running" || exitCode === 0 ? undefined : await lookAt(id, this.#apple);
      const wasStarted = beginning.kind === "running" || (seen?.startedDate ?? "") !== "";
      const verdict = judgeEnd({ exitCode, stderr: said, wasStarted });
      if (verdict.kind === "not-started") {
        await errors.decide("drop");
        return await this.#fail({ kind: "failed", exitCode, stderr: said });
      }
      await errors.decide("pass");
      await Promise.all([reading, connecting]);
      await this.#finish(
        verdict.kind === "exit" ? verdict.code : UNKNOWN_EXIT_CODE,
        verdict.kind === "exit" ? "" : CODE_LOST,
      );
      return { kind: "done" };
    };
    return await this.#answer(beginning, errors, attend);
  }

  /** The attached program may end at once although the process runs on without it. */
  async #beginning(attached: AttachedProgram): Promise<Beginning> {
    const { id } = this.#order;
    const beginning = await awaitBeginning(id, this.#apple, attached);
    if (beginning.kind !== "ended" || beginning.exitCode !== 1) return beginning;
    return (await lookAt(id, this.#apple))?.isRunning === true ? { kind: "running" } : beginning;
  }

  /** A process that runs is answered for at once; one that has ended already has its end written down before. */
  async #answer(
    beginning: Beginning,
    errors: HeldErrors,
    attend: () => Promise<SupervisorReply>,
  ): Promise<SupervisorReply> {
    if (beginning.kind === "ended") {
      // Who is attached may read late, and is not to be waited for.
      const attended = attend();
      return await Promise.race([attended, this.#directory.ended().then((): SupervisorReply => ({ kind: "done" }))]);
    }
    void errors.decide("pass");
    void attend().catch(() => this.#over.resolve());
    return { kind: "done" };
  }

  async #pump(from: AsyncIterable<Buffer> | undefined, to: (data: Buffer) => Promise<void>): Promise<void> {
    if (from === undefined) return;
    try {
      for await (const data of from) await to(data);
    } catch {
      // The pipe broke: what the program's end means is judged by its exit code.
    }
  }

  /** First the log, for that stays; then whoever is attached. */
  async #write(stream: "stdout" | "stderr", data: Buffer): Promise<void> {
    await this.#log.append(stream, data).catch(() => {});
    const waiting = this.#clients.write(stream, data);
    if (waiting !== undefined) await this.#waitForRoom(waiting);
  }

  /**
   * Somebody does not read, so the process waits. If it is killed meanwhile, its program waits, too, to give away what is
   * left: then that is taken into memory, or its end would never be known.
   */
  async #waitForRoom(waiting: Promise<unknown>): Promise<void> {
    const stop = new AbortController();
    const done = waiting.then(() => stop.abort());
    for (let ms = POLL_MS; !stop.signal.aborted; ms = Math.min(ms * 2, LONGEST_POLL_MS)) {
      await delay(ms, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) break;
      if ((await lookAt(this.#order.id, this.#apple))?.isRunning === false) this.#clients.hurry();
    }
    await done;
  }

  /** The process never began: the container is as it was, and may be started again. */
  async #fail(reply: SupervisorReply): Promise<SupervisorReply> {
    await this.#directory.unmarkStarted();
    this.#starting = undefined;
    return reply;
  }

  async #finish(code: number, error: string): Promise<void> {
    const finishedAt = new Date().toISOString();
    const isLate = await this.#stillRunsAfter(this.#order.deadlines.lateMs);
    const isLost = isLate && code === 1;
    if (isLost) while (await this.#stillRunsAfter(0)) await delay(POLL_MS);
    const exit: ContainerExit = {
      code: isLost ? UNKNOWN_EXIT_CODE : code,
      outOfMemory: false,
      error: isLost
        ? "The exit code is not known: the program that was attached to the process ended before it."
        : error,
      startedAt: await this.#directory.startedAt(),
      finishedAt: isLost ? new Date().toISOString() : finishedAt,
    };
    await this.#log.close();
    await this.#directory.writeExit(exit).catch(() => {});
    await this.#clients.end();
    this.#over.resolve();
  }

  /** Whether the service says, for so long, that the process runs. */
  async #stillRunsAfter(ms: number): Promise<boolean> {
    const until = performance.now() + ms;
    for (;;) {
      const seen = await lookAt(this.#order.id, this.#apple);
      if (seen?.isRunning !== true) return false;
      if (performance.now() >= until) return true;
      await delay(Math.min(POLL_MS, 50));
    }
  }
}
