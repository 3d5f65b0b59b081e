import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { constants } from "node:os";
import { PassThrough, type Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { TerminalSize } from "@moat/core";

/** Every program of the host that this package starts is started here. */

/** How a short call ended. */
export type Outcome =
  | { readonly kind: "ended"; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "expired"; readonly stderr: string }
  | { readonly kind: "aborted" }
  | { readonly kind: "not-started"; readonly error: Error };

/** How a short call is made. */
export interface CallOrder {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Gets what comes on stderr, piece by piece. */
  readonly onStderr?: (text: string) => void;
}

/** Runs a program to its end, to its deadline, or to the caller's wish; then it is killed, and waited for. */
export async function runProgram(order: CallOrder): Promise<Outcome> {
  const { program, args, env, timeoutMs, signal, onStderr } = order;
  if (signal?.aborted === true) return { kind: "aborted" };
  const child = spawn(program, [...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    onStderr?.(text);
  });
  let cut: "expired" | "aborted" | undefined;
  const end = (why: "expired" | "aborted") => {
    cut ??= why;
    child.kill("SIGKILL");
    // Whatever it has begun may hold the pipes: nobody waits for that.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const timer = setTimeout(() => end("expired"), timeoutMs);
  const abort = () => end("aborted");
  signal?.addEventListener("abort", abort, { once: true });
  try {
    const exitCode = await endOf(child, "close");
    if (cut === "expired") return { kind: "expired", stderr };
    if (cut === "aborted") return { kind: "aborted" };
    return { kind: "ended", exitCode, stdout: Buffer.concat(stdout).toString(), stderr };
  } catch (error) {
    return { kind: "not-started", error: error instanceof Error ? error : new Error(String(error)) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** A long call that is connected to a process inside. */
export interface AttachedProgram {
  readonly stdout: Readable;
  /** What comes from the process, or, with a terminal, from the program itself; undefined where it goes to a file. */
  readonly stderr: Readable | undefined;
  /** Resolves when more can be taken, and the bytes are the caller's again. */
  write(data: Uint8Array): Promise<void>;
  endInput(): void;
  resize(size: TerminalSize): void;
  kill(): void;
  /** What is on stderr and was not read yet, once it has ended; it stays there to be read. */
  words(): Promise<string>;
  /** Lets it go on by itself: what it writes is read and dropped, and this process does not wait for it. */
  release(): void;
  /** Settles when it has ended; its output may still be to be read. */
  readonly exit: Promise<number>;
}

/** How a long call is made. */
export interface AttachOrder {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: boolean;
}

/** How long an ended program's last words may be on their way. */
const LAST_WORDS_MS = 200;

/** Starts a program with pipes. */
export async function attachProgram({ program, args, env, stdin }: AttachOrder): Promise<AttachedProgram> {
  const child = spawn(program, [...args], { env, detached: true, stdio: [stdin ? "pipe" : "ignore", "pipe", "pipe"] });
  await once(child, "spawn");
  const { stdin: input, stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("a pipe is missing");
  input?.on("error", () => {});
  const errors = stderr.pipe(new PassThrough());
  const exit = endOf(child, "exit");
  return {
    stdout,
    stderr: errors,
    async write(data) {
      if (input === null || input.destroyed || input.writableEnded) return;
      await new Promise<void>((resolve) => {
        input.write(data, () => resolve());
      });
    },
    endInput: () => void input?.end(),
    resize: () => {},
    kill: () => void child.kill("SIGKILL"),
    async words() {
      await exit;
      if (!stderr.readableEnded) await Promise.race([once(stderr, "end"), delay(LAST_WORDS_MS)]);
      const said: Buffer | null = errors.read();
      if (said === null) return "";
      errors.unshift(said);
      return said.toString();
    },
    release() {
      for (const stream of [stdout, errors]) stream.resume();
      for (const pipe of [input, stdout, stderr]) if (pipe instanceof Socket) pipe.unref();
      child.unref();
    },
    exit,
  };
}

/** End of transmission: what a terminal takes for the end of the input. */
const EOT = Buffer.from([4]);

/**
 * Starts a program with a terminal of its own as stdin and stdout; what it says on stderr goes to a file, so that it is
 * never mixed with what the process inside shows.
 */
export async function attachInTerminal(
  order: AttachOrder & { readonly size: TerminalSize; readonly stderrPath: string },
): Promise<AttachedProgram> {
  const { program, args, env, size, stderrPath } = order;
  const { spawn: spawnPty } = await import("@lydell/node-pty");
  const pty = spawnPty("/bin/sh", ["-c", 'exec "$@" 2>"$0"', stderrPath, program, ...args], {
    name: "xterm-256color",
    env,
    cwd: "/",
    cols: size.columns > 0 ? size.columns : 80,
    rows: size.rows > 0 ? size.rows : 24,
    encoding: null,
  });
  const stdout = new PassThrough();
  // The declared type is text; without an encoding both directions are bytes.
  pty.onData((data) => {
    if (!stdout.write(Buffer.from(data))) pty.pause();
  });
  stdout.on("drain", () => pty.resume());
  const exit = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      stdout.end();
      resolve(signal !== undefined && signal > 0 ? 128 + signal : exitCode);
    });
  });
  let isOver = false;
  void exit.then(() => (isOver = true));
  const write = async (data: Uint8Array) => {
    if (!isOver) Reflect.apply(Reflect.get(pty, "write"), pty, [Buffer.from(data)]);
  };
  return {
    stdout,
    stderr: undefined,
    write,
    endInput: () => void write(EOT),
    resize({ columns, rows }) {
      if (!isOver && columns > 0 && rows > 0) pty.resize(columns, rows);
    },
    kill: () => void (isOver || pty.kill("SIGKILL")),
    words: async () => "",
    release: () => void stdout.resume(),
    exit,
  };
}

/** Starts a Node program that outlives this one; gives it an order, and returns the first thing that it says. */
export async function startOutliving(entry: string, order: object, logPath: string): Promise<unknown> {
  const flags = entry.endsWith(".ts") ? ["--experimental-strip-types", "--no-warnings"] : [];
  const log = openSync(logPath, "a", 0o600);
  let child: ChildProcess;
  try {
    child = spawn(process.execPath, [...flags, entry], {
      cwd: "/",
      env: minimalNodeEnv(),
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    });
  } finally {
    closeSync(log);
  }
  const ended = once(child, "exit").then(() => []);
  child.send(order);
  const [answer]: unknown[] = await Promise.race([once(child, "message"), ended]);
  if (child.connected) child.disconnect();
  child.unref();
  return answer;
}

function minimalNodeEnv(): Record<string, string> {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept);
}

/** The exit code of a program, 128 and more for one that a signal ended. */
async function endOf(child: ChildProcess, event: "exit" | "close"): Promise<number> {
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once(event, (code: number | null, signal: NodeJS.Signals | null) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
