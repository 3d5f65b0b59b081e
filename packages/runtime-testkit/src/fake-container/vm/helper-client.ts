import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { WriteStream } from "node:tty";
import { fileURLToPath } from "node:url";
import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import type { HelperMessage, HelperOrder, HelperRole } from "./helper-messages.ts";

const EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const HELPER = fileURLToPath(new URL(`./helper-main${EXTENSION}`, import.meta.url));
/** Where Node cannot run TypeScript by itself. */
const NODE_FLAGS = EXTENSION === ".ts" ? ["--experimental-strip-types", "--no-warnings"] : [];

/** How somebody is attached. */
export interface Streams {
  readonly input: boolean;
  readonly isConsole: boolean;
}

/** A helper whose process has started. */
export interface LaunchedHelper {
  readonly child: ChildProcess;
  /** Lets it go on by itself. */
  readonly leave: () => void;
}

/** Begins a helper, and waits until its process has started; throws what the helper says when it cannot. */
export async function launchHelper(call: Call, id: string, role: HelperRole, streams: Streams | undefined): Promise<LaunchedHelper> {
  const stream = streams === undefined ? "ignore" : "pipe";
  const child = spawn(process.execPath, [...NODE_FLAGS, HELPER], {
    detached: true,
    cwd: "/",
    env: {},
    stdio: ["ignore", "ignore", "ignore", "ipc", stream, stream, stream],
  });
  const order: HelperOrder = {
    state: call.state.directory,
    id,
    role,
    isAttached: streams !== undefined,
    input: streams?.input ?? false,
    size: streams?.isConsole === true ? terminalSize() : undefined,
    faults: call.faults.map(({ fault, amount }) => ({ fault, amount })),
  };
  child.send(order);
  const [message] = (await Promise.race([once(child, "message"), once(child, "exit").then(() => [])])) as [HelperMessage?];
  if (message?.kind === "refused") throw new Failure(message.text);
  if (message?.kind !== "started") throw new Failure("failed to start container: the virtual machine has ended");
  const leave = () => {
    child.disconnect();
    child.unref();
  };
  return { child, leave };
}

/** Is the process's terminal or pipes until it ends; returns its exit status. */
export async function attachTo({ child }: LaunchedHelper, how: Streams & { readonly forcesExit: boolean }): Promise<number> {
  const [output, errors, input] = child.stdio.slice(4) as unknown as [Duplex, Duplex, Duplex];
  const stopListening = how.isConsole ? beConsole(child) : ignoreSignals(how.forcesExit);
  // Its output is its own: who reads no more gets no more, and the process is not the one to end for it.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  const drained = Promise.all([drain(output, process.stdout), drain(errors, process.stderr)]);
  input.on("error", () => {});
  if (how.input) process.stdin.on("error", () => {}).pipe(input);
  else input.end();
  const code = await new Promise<number>((resolve) => {
    child.on("message", (message: HelperMessage) => {
      if (message.kind === "exit") resolve(message.code);
      if (message.kind === "dropped") resolve(1);
    });
    child.on("exit", () => resolve(255));
  });
  await drained;
  stopListening();
  process.stdin.destroy();
  if (child.connected) child.disconnect();
  child.unref();
  return code & 0xff;
}

async function drain(from: Duplex, to: NodeJS.WriteStream): Promise<void> {
  for await (const chunk of from.on("error", () => {})) {
    if (!to.write(chunk as Buffer) && to.writable) await Promise.race([once(to, "drain"), once(to, "close")]).catch(() => {});
  }
}

/** The bug of all known versions: signals are caught, complained about, and not delivered. */
function ignoreSignals(forcesExit: boolean): () => void {
  let interrupts = 0;
  const names = ["SIGTERM", "SIGINT", "SIGUSR1", "SIGUSR2", "SIGWINCH"] as const;
  const listeners = names.map((name) => {
    const listener = (_: string, number: number) => {
      process.stderr.write(`failed to send signal: ["error": invalidArgument: "missing signal in xpc message", "signal": ${number}]\n`);
      if (name === "SIGTERM" || name === "SIGINT") interrupts += 1;
      if (!forcesExit || interrupts < 3) return;
      process.stderr.write("Received 3 SIGINT/SIGTERM's, forcefully exiting.\n");
      process.exit(1);
    };
    process.on(name, listener);
    return () => process.off(name, listener);
  });
  return () => listeners.forEach((stop) => stop());
}

/** Raw keys, sizes passed on, and no signal from outside. */
function beConsole(child: ChildProcess): () => void {
  process.stdin.setRawMode(true);
  const onResize = () => void (child.connected && child.send({ resize: terminalSize() }));
  const ignore = () => {};
  process.on("SIGWINCH", onResize).on("SIGINT", ignore).on("SIGTERM", ignore);
  return () => {
    process.stdin.setRawMode(false);
    process.off("SIGWINCH", onResize).off("SIGINT", ignore).off("SIGTERM", ignore);
  };
}

function terminalSize(): { readonly columns: number; readonly rows: number } {
  const [columns, rows] = new WriteStream(0).getWindowSize();
  return { columns, rows };
}
