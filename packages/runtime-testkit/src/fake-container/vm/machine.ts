import { type WriteStream, createWriteStream } from "node:fs";
import { once } from "node:events";
import type { Server } from "node:net";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { type Call, faultOf } from "../call.ts";
import { Failure } from "../failure.ts";
import type { FakeConfiguration } from "../state/container-files.ts";
import { type GuestProcess, startGuest } from "./guest-process.ts";
import { publishPorts } from "./published-ports.ts";

/** How a caller is connected to a process. */
export interface Streams {
  readonly input: boolean;
  readonly isConsole: boolean;
}

/** How long an ended machine waits for its output to be taken. */
const DRAIN_MS = 3_000;

const PORT_IN_USE =
  'failed to bootstrap container (cause: "unknown: "bind(descriptor:ptr:bytes:): Address already in use (errno: 48)"")';

/** A running container: its first process, and what has to end with it. It never keeps the exit code. */
export class Machine {
  readonly #guest: GuestProcess;
  readonly #others = new Set<GuestProcess>();
  /** Settles when it is stopped. */
  readonly over: Promise<void>;
  readonly #ended = Promise.withResolvers<void>();

  constructor(guest: GuestProcess) {
    this.#guest = guest;
    this.over = this.#ended.promise;
  }

  signal(name: string): void {
    if (name === "SIGKILL") this.#guest.destroy();
    else this.#guest.signal(name);
  }

  /** Ends all of it at once. */
  crash(): void {
    this.#guest.destroy();
  }

  /** One more process, which ends with the first. */
  add(guest: GuestProcess): void {
    this.#others.add(guest);
    void guest.exit.then(() => this.#others.delete(guest));
  }

  /** It has stopped. */
  end(): void {
    for (const guest of this.#others) guest.destroy();
    this.#ended.resolve();
  }
}

/** Starts a container's first process, and stays with it until it has ended; returns the exit status of the caller. */
export async function runMachine(
  call: Call,
  id: string,
  configuration: FakeConfiguration,
  streams: Streams | undefined,
): Promise<number> {
  const { state } = call;
  if (faultOf(call, "port-in-use") !== undefined) throw new Failure(PORT_IN_USE);
  if (faultOf(call, "exec-missing") !== undefined)
    throw new Failure(`failed to find target executable ${configuration.initProcess.executable}`);
  const servers: readonly Server[] = await publishPorts(configuration.publishedPorts);
  const close = () => servers.forEach((server) => server.close());
  let guest: GuestProcess;
  try {
    guest = await startGuest({
      configuration,
      definition: configuration.initProcess,
      input: streams?.input ?? false,
      size: streams?.isConsole === true ? call.caller.size : undefined,
      scratch: state.containerPath(id, "scratch"),
    });
  } catch (error) {
    close();
    throw error;
  }
  const machine = new Machine(guest);
  state.setMachine(id, machine);
  const lateMs = faultOf(call, "late-state")?.amount ?? 0;
  state.setStatus(id, {
    state: "running",
    startedDate: `${new Date().toISOString().slice(0, 19)}Z`,
    hiddenUntil: lateMs > 0 ? Date.now() + lateMs : 0,
    addressAfter: Date.now() + (faultOf(call, "late-ip")?.amount ?? 0),
  });
  const attended = attend(call, guest, streams, createWriteStream(state.containerPath(id, "stdio.log")));
  const ended = (async () => {
    await guest.exit;
    guest.destroy();
    // Whoever does not read keeps the program waiting, and not the machine.
    if (streams !== undefined) await Promise.race([attended, delay(DRAIN_MS)]);
    close();
    machine.end();
    state.setMachine(id, undefined);
    if (!state.has(id) || state.status(id).isStuck) return;
    if (state.status(id).autoRemove) state.removeContainer(id);
    else state.setStatus(id, { state: "stopped", hiddenUntil: lateMs > 0 ? Date.now() + lateMs : 0 });
  })();
  if (streams === undefined) return 0;
  const dropped = faultOf(call, "kill-client");
  if (dropped !== undefined) void delay(dropped.amount ?? 0).then(() => call.caller.drop());
  await ended;
  await attended;
  if (faultOf(call, "io-cancel") === undefined) return await guest.exit;
  throw new Failure("failed to start container: CancellationError()");
}

/** Carries bytes between a caller and a process; settles when all output has gone where it goes. */
export async function attend(
  call: Call,
  guest: GuestProcess,
  streams: Streams | undefined,
  log: WriteStream | undefined,
): Promise<void> {
  const { caller } = call;
  if (streams?.isConsole === true) {
    caller.beConsole();
    caller.onResize = (size) => guest.resize(size);
  } else if (streams !== undefined) caller.ignoreSignals(call.command === "start" ? "stays" : "forces");
  if (streams?.input === true) {
    caller.readInput();
    void feed(caller.input, guest);
  } else guest.endInput();
  log?.on("error", () => {});
  let isFrozen = false;
  const keepsLog = faultOf(call, "log-freeze") === undefined;
  const pump = async (from: Readable | undefined, to: "stdout" | "stderr") => {
    if (from === undefined) return;
    for await (const chunk of from as AsyncIterable<Buffer>) {
      // First to whoever is attached, and then to the log; once that one is gone neither gets anything more.
      if (isFrozen) continue;
      if (streams !== undefined) await caller.write(to, chunk);
      if (streams !== undefined && caller.isGone) isFrozen = true;
      else if (keepsLog) log?.write(chunk);
    }
  };
  await Promise.all([pump(guest.stdout, "stdout"), pump(guest.stderr, "stderr")]);
  if (log === undefined) return;
  log.end();
  await once(log, "close").catch(() => {});
}

async function feed(input: AsyncIterable<Buffer>, guest: GuestProcess): Promise<void> {
  try {
    for await (const chunk of input) await guest.write(chunk);
  } catch {
    // Whoever wrote is gone.
  }
  guest.endInput();
}
