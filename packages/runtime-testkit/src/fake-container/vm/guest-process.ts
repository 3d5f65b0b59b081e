import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants as modes, existsSync, mkdirSync, statSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import type { IPty } from "@lydell/node-pty";
import { Failure } from "../failure.ts";
import type { FakeConfiguration, FakeProcess } from "../state/container-files.ts";

/** A local process that plays one in a container. */
export interface GuestProcess {
  readonly stdout: Readable;
  readonly stderr: Readable | undefined;
  write(data: Buffer): Promise<void>;
  endInput(): void;
  resize(size: { readonly columns: number; readonly rows: number }): void;
  signal(name: string): void;
  /** Ends it and all that it has begun. */
  destroy(): void;
  /** Settles when it has ended; its output may still be to be read. */
  readonly exit: Promise<number>;
}

/** How a process is begun. */
export interface GuestOptions {
  readonly configuration: FakeConfiguration;
  readonly definition: FakeProcess;
  /** Whether anything can be written to it. */
  readonly input: boolean;
  readonly size: { readonly columns: number; readonly rows: number } | undefined;
  /** A directory of its own, where there is none of the name that it wants. */
  readonly scratch: string;
}

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Begins a local process; throws what the program says when it cannot be begun. */
export async function startGuest(options: GuestOptions): Promise<GuestProcess> {
  const { configuration, definition, scratch } = options;
  const env = environmentOf(definition.environment);
  env["PATH"] ??= DEFAULT_PATH;
  env["HOME"] ??= "/root";
  const program = findProgram(configuration, definition.executable, env["PATH"]);
  const wanted = onHost(configuration, definition.workingDirectory);
  if (!existsSync(wanted)) mkdirSync(scratch, { recursive: true });
  const cwd = existsSync(wanted) ? wanted : scratch;
  if (definition.terminal) return await startInTerminal(program, options, env, cwd);
  // The first process hears only what it handles; with an init before it, it is like any other.
  const isDeaf = !configuration.useInit;
  const [file, args] = isDeaf
    ? ["/bin/sh", ["-c", `trap '' TERM INT; exec "$0" "$@"`, program, ...definition.arguments]]
    : [program, [...definition.arguments]];
  return wrapChild(
    spawn(file, args, { cwd, env, detached: true, stdio: [options.input ? "pipe" : "ignore", "pipe", "pipe"] }),
  );
}

function wrapChild(child: ChildProcess): GuestProcess {
  const { stdin, stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the guest has no pipes");
  stdin?.on("error", () => {});
  const exit = new Promise<number>((resolve) => {
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    child.on("error", () => resolve(255));
  });
  return {
    stdout,
    stderr,
    async write(data) {
      if (stdin === null || stdin.destroyed || stdin.write(data)) return;
      await new Promise<void>((resolve) => {
        stdin.once("drain", resolve).once("close", resolve);
      });
    },
    endInput: () => void stdin?.end(),
    resize: () => {},
    signal: (name) => {
      const number = Object.entries(constants.signals).find(([known]) => known === name)?.[1];
      if (number !== undefined) child.kill(number);
    },
    destroy: () => killGroup(child.pid),
    exit,
  };
}

async function startInTerminal(
  program: string,
  { definition, size }: GuestOptions,
  env: Record<string, string>,
  cwd: string,
): Promise<GuestProcess> {
  const { spawn: spawnPty } = await import("@lydell/node-pty");
  const pty: IPty = spawnPty(program, [...definition.arguments], {
    name: env["TERM"] ?? "xterm",
    cwd,
    env,
    cols: size?.columns ?? 80,
    rows: size?.rows ?? 24,
    encoding: null,
  });
  const stdout = new PassThrough();
  // The type says text; without an encoding it is bytes, in both directions.
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
  return {
    stdout,
    stderr: undefined,
    write: async (data) => void Reflect.apply(Reflect.get(pty, "write"), pty, [data]),
    endInput: () => {},
    resize: ({ columns, rows }) => pty.resize(columns, rows),
    signal: (name) => pty.kill(name),
    destroy: () => killGroup(pty.pid),
    exit,
  };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}

/** A path inside, where this machine has it: below a mount's source, or as it is. */
function onHost({ mounts }: FakeConfiguration, path: string): string {
  const inside = mounts
    .filter(
      ({ type, destination }) => "virtiofs" in type && (path === destination || path.startsWith(`${destination}/`)),
    )
    .toSorted((a, b) => b.destination.length - a.destination.length)[0];
  return inside === undefined ? path : join(inside.source, path.slice(inside.destination.length));
}

function findProgram(configuration: FakeConfiguration, word: string, path: string): string {
  const candidates = word.includes("/") ? [word] : path.split(":").map((directory) => join(directory, word));
  let isRefused = false;
  for (const candidate of candidates.map((one) => onHost(configuration, one))) {
    if (!existsSync(candidate) || !statSync(candidate).isFile()) continue;
    // Even root may not run a file that nobody may run.
    if ((statSync(candidate).mode & 0o111) !== 0 && isAccessible(candidate)) return candidate;
    isRefused = true;
  }
  throw new Failure(
    isRefused
      ? `failed to start process ${word}: Permission denied (errno: 13)`
      : `failed to find target executable ${word}`,
  );
}

function isAccessible(path: string): boolean {
  try {
    accessSync(path, modes.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The list goes to execve as it is: of a doubled name the first one counts. */
function environmentOf(entries: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const entry of entries) {
    const at = entry.indexOf("=");
    env[entry.slice(0, at)] ??= entry.slice(at + 1);
  }
  return env;
}
