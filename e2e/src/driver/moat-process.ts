import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { until } from "./until.ts";

/** How a process ended. */
export interface Ended {
  /** The exit code; undefined when a signal ended the process. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Who runs a process; without ids, the user who runs the tests. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** How a process is started. */
export interface ProcessOptions {
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads: all of this and then the end, or a pipe that stays open; else `/dev/null`. */
  readonly input?: string | Uint8Array | Readable | { readonly open: true } | undefined;
  readonly user?: User | undefined;
  /** Whether standard output is read here; by default it is. */
  readonly reads?: boolean | undefined;
}

/** A process of a test. */
export class MoatProcess {
  readonly child: ChildProcess;
  /** Settles when the process has ended and all that it wrote is here. */
  readonly ended: Promise<Ended>;
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];

  constructor(program: string, args: readonly string[], { reads = true, input, ...options }: ProcessOptions) {
    this.child = start(program, args, { ...options, stdin: input === undefined ? "ignore" : "pipe" });
    if (reads) this.child.stdout?.on("data", (chunk: Buffer) => this.#stdout.push(chunk));
    this.child.stderr?.on("data", (chunk: Buffer) => this.#stderr.push(chunk));
    // The process may end without reading all: that is its right.
    this.child.stdin?.on("error", () => {});
    if (input instanceof Readable && this.child.stdin !== null) input.pipe(this.child.stdin);
    if (typeof input === "string" || input instanceof Uint8Array) this.child.stdin?.end(input);
    this.ended = this.#watch();
  }

  /** What it has written so far. */
  get stdout(): string {
    return Buffer.concat(this.#stdout).toString();
  }

  get stderr(): string {
    return Buffer.concat(this.#stderr).toString();
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error("the process did not start");
    return this.child.pid;
  }

  /** Sends a signal. */
  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits until a text is on standard output; fails when the process ends before. */
  async says(text: string): Promise<void> {
    await until(`${JSON.stringify(text)} is printed`, () => {
      if (this.stdout.includes(text)) return true;
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(
          `ended with ${this.child.exitCode ?? this.child.signalCode} before it said ${text}: ${this.stderr}`,
        );
      return false;
    });
  }

  async #watch(): Promise<Ended> {
    await once(this.child, "close");
    const { exitCode, signalCode } = this.child;
    return {
      code: exitCode ?? undefined,
      signal: signalCode ?? undefined,
      stdout: Buffer.concat(this.#stdout),
      stderr: this.stderr,
    };
  }
}

function start(
  program: string,
  args: readonly string[],
  { cwd, env, user, stdin }: Pick<ProcessOptions, "cwd" | "env" | "user"> & { readonly stdin: "pipe" | "ignore" },
): ChildProcess {
  const options = { cwd, stdio: [stdin, "pipe", "pipe"] as ("pipe" | "ignore")[], detached: true };
  if (user === undefined) return spawn(program, args, { ...options, env });
  const { uid, gid } = user;
  if (process.geteuid?.() === 0) return spawn(program, args, { ...options, env, uid, gid });
  const identity = ["setpriv", "--reuid", String(uid), "--regid", String(gid), "--clear-groups"];
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return spawn("sudo", ["-n", ...identity, "env", "-i", ...variables, program, ...args], options);
}
