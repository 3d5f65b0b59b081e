import { rmSync } from "node:fs";
import { type Server, Socket, createConnection, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../failure.ts";
import type { FakeConfiguration } from "../state/container-files.ts";
import { FakeState } from "../state/fake-state.ts";
import type { HelperRequest } from "./ask-helper.ts";
import { type GuestProcess, startGuest } from "./guest-process.ts";
import type { HelperMessage, HelperOrder, ResizeMessage } from "./helper-messages.ts";
import { OutputPump } from "./output-pump.ts";
import { publishPorts } from "./published-ports.ts";

/** Plays a virtual machine, or one more process in one, from its start to its end. */
export async function runHelper(order: HelperOrder): Promise<void> {
  const state = new FakeState(order.state);
  const { id, role } = order;
  const configuration = state.configuration(id);
  if (configuration === undefined) return;
  for (const name of ["SIGHUP", "SIGINT"] as const) process.on(name, () => {});
  const release: (() => void)[] = [];
  let guest: GuestProcess;
  try {
    if (role.kind === "init") release.push(...(await bootstrap(order, configuration)));
    guest = await startGuest({
      configuration,
      definition: role.kind === "init" ? configuration.initProcess : role.definition,
      input: order.input,
      size: order.size,
      scratch: state.containerPath(id, "scratch"),
    });
  } catch (error) {
    release.forEach((undo) => undo());
    if (!(error instanceof Failure)) throw error;
    await say({ kind: "refused", text: error.message });
    return;
  }
  process.on("SIGTERM", () => guest.destroy());
  if (role.kind === "init") release.push(...(await beReachable(state, order, guest)));
  else release.push(endWithMachine(state, id, guest));
  const clients = order.isAttached ? [new Socket({ fd: 4 }), new Socket({ fd: 5 }), new Socket({ fd: 6 })] : [];
  const [stdout, stderr, stdin] = clients;
  await say({ kind: "started" });
  process.on("message", (message: ResizeMessage) => guest.resize(message.resize));
  const feeding = feed(stdin, guest);
  const log = role.kind === "init" ? state.containerPath(id, "stdio.log") : undefined;
  const pump = new OutputPump(log, hasFault(order, "log-freeze"), order.isAttached);
  const pumped = Promise.all([pump.pump(guest.stdout, stdout), pump.pump(guest.stderr, stderr)]);
  if (hasFault(order, "kill-client")) void dropClients(order, clients);
  const code = await guest.exit;
  guest.destroy();
  await pumped;
  await pump.end();
  stdin?.destroy();
  await feeding;
  if (role.kind === "init") await markStopped(state, order);
  release.forEach((undo) => undo());
  const isCanceled = hasFault(order, "io-cancel");
  if (isCanceled && stderr !== undefined) stderr.write("Error: failed to start container: CancellationError()\n");
  await say({ kind: "exit", code: isCanceled ? 1 : code });
  await Promise.all([stdout, stderr].map((socket) => closed(socket)));
}

function hasFault({ faults }: HelperOrder, name: string): boolean {
  return faults.some(({ fault }) => fault === name);
}

function amountOf({ faults }: HelperOrder, name: string): number {
  return faults.find(({ fault }) => fault === name)?.amount ?? 0;
}

/** What happens before the process is begun, and can go wrong. */
async function bootstrap(order: HelperOrder, configuration: FakeConfiguration): Promise<readonly (() => void)[]> {
  if (hasFault(order, "port-in-use")) {
    throw new Failure(
      'failed to bootstrap container (cause: "unknown: "bind(descriptor:ptr:bytes:): Address already in use (errno: 48)"")',
    );
  }
  if (hasFault(order, "exec-missing"))
    throw new Failure(`failed to find target executable ${configuration.initProcess.executable}`);
  const servers: readonly Server[] = await publishPorts(configuration.publishedPorts);
  return servers.map((server) => () => server.close());
}

async function beReachable(state: FakeState, order: HelperOrder, guest: GuestProcess): Promise<readonly (() => void)[]> {
  const { id } = order;
  const path = state.socketPath(id);
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    let text = "";
    socket.on("error", () => {});
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (!text.endsWith("\n")) return;
      const { signal } = JSON.parse(text) as HelperRequest;
      if (signal === "SIGKILL") guest.destroy();
      else guest.signal(signal);
      socket.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  const now = new Date();
  state.locked(() =>
    state.setStatus(id, {
      state: "running",
      helperPid: process.pid,
      startedDate: `${now.toISOString().slice(0, 19)}Z`,
      hiddenUntil: hasFault(order, "late-state") ? now.getTime() + amountOf(order, "late-state") : 0,
      addressAfter: now.getTime() + amountOf(order, "late-ip"),
    }),
  );
  return [
    () => {
      server.close();
      rmSync(path, { force: true });
    },
  ];
}

/** A process in a machine ends with it. */
function endWithMachine(state: FakeState, id: string, guest: GuestProcess): () => void {
  const socket = createConnection(state.socketPath(id));
  socket.on("error", () => {}).on("close", () => guest.destroy());
  socket.resume();
  return () => socket.destroy();
}

async function markStopped(state: FakeState, order: HelperOrder): Promise<void> {
  const { id } = order;
  const lateMs = amountOf(order, "late-state");
  state.locked(() => {
    if (!state.has(id)) return;
    if (state.status(id).autoRemove) return state.removeContainer(id);
    if (state.status(id).isStuck) return;
    state.setStatus(id, { state: "stopped", helperPid: 0, hiddenUntil: lateMs === 0 ? 0 : Date.now() + lateMs });
  });
}

async function feed(stdin: Socket | undefined, guest: GuestProcess): Promise<void> {
  if (stdin === undefined) return guest.endInput();
  try {
    for await (const chunk of stdin as AsyncIterable<Buffer>) await guest.write(chunk);
  } catch {
    // Whoever wrote is gone.
  }
  guest.endInput();
}

async function dropClients(order: HelperOrder, clients: readonly Socket[]): Promise<void> {
  await delay(amountOf(order, "kill-client"));
  for (const client of clients) client.destroy();
  await say({ kind: "dropped" });
}

async function closed(socket: Socket | undefined): Promise<void> {
  if (socket === undefined || socket.destroyed) return;
  await new Promise<void>((resolve) => {
    socket.on("error", () => resolve());
    socket.end(resolve);
  });
}

/** Tells the program that began it, if that is still there. */
async function say(message: HelperMessage): Promise<void> {
  if (process.send === undefined || !process.connected) return;
  await new Promise<void>((resolve) => {
    process.send?.(message, () => resolve());
  });
}
