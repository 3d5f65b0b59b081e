import type { ChildProcessByStdio } from "node:child_process";
import { Socket } from "node:net";
import { Duplex, type Readable, type Writable } from "node:stream";
import type { EngineTransport } from "./engine-address.ts";

type SshTransport = Extract<EngineTransport, { kind: "ssh" }>;

/** As much of what ssh says as an error message may need. */
const MAX_COMPLAINT = 4_096;

/** The arguments of the user's `ssh` that connect its streams with the engine of another machine. Pure. */
export function sshArguments({ destination, socketPath }: SshTransport): readonly string[] {
  const host = socketPath === "" ? [] : ["--host", `'unix://${socketPath.replaceAll("'", String.raw`'\''`)}'`];
  return ["-T", "-o", "ConnectTimeout=30", ...destination, "docker", ...host, "system", "dial-stdio"];
}

/**
 * One connection to the engine of another machine: the user's own `ssh`, with their keys, settings and known hosts, and
 * docker's `dial-stdio` at the far end. It is a session of its own, so that Ctrl-C at the terminal, which is meant for
 * the command, does not cut it; so nobody can be asked for a password there.
 */
export class SshConnection extends Duplex {
  readonly #ssh: ChildProcessByStdio<Writable, Readable, Readable>;
  #complaint = "";

  constructor(transport: SshTransport) {
    super({ allowHalfOpen: true });
    // Few engines are reached in this way, and every run would load it.
    const { spawn } = process.getBuiltinModule("node:child_process");
    this.#ssh = spawn("ssh", sshArguments(transport), { detached: true, stdio: "pipe" });
    const { stdin, stdout, stderr } = this.#ssh;
    stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-MAX_COMPLAINT);
    });
    stdout.on("data", (data: Buffer) => {
      if (!this.push(data)) stdout.pause();
    });
    // The end of ssh says more than a broken pipe to it.
    stdin.on("error", () => {});
    this.#ssh.on("error", (error) => this.destroy(error));
    this.#ssh.on("close", (code) => this.#ended(code));
  }

  override _read(): void {
    this.#ssh.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#ssh.stdin.write(chunk, (error) => {
      // What ssh says at its end is the better error, and it comes.
      if (error === null || error === undefined) done();
    });
  }

  override _final(done: () => void): void {
    this.#ssh.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#ssh.kill("SIGTERM");
    done(error);
  }

  /** An idle connection does not keep the process alive; a busy one does. */
  unref(): this {
    this.#ssh.unref();
    for (const pipe of this.#pipes()) pipe.unref();
    return this;
  }

  ref(): this {
    this.#ssh.ref();
    for (const pipe of this.#pipes()) pipe.ref();
    return this;
  }

  /** What an HTTP agent asks of a socket; the streams of a program have nothing of it. */
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  /** Node's pipes to a program are sockets, which its types do not say. */
  #pipes(): readonly Socket[] {
    const { stdin, stdout, stderr } = this.#ssh;
    return [stdin, stdout, stderr].filter((stream) => stream instanceof Socket);
  }

  #ended(code: number | null): void {
    if (code === 0) {
      // First what has come and was not read yet; then there is nothing left to write to either.
      this.once("end", () => this.destroy());
      this.push(null);
    } else this.destroy(Object.assign(new Error(this.#why(code)), { code: "ESSH" }));
  }

  #why(code: number | null): string {
    const said = this.#complaint
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    return said.at(-1)?.replace(/\.$/, "") ?? `ssh ended with ${code ?? "a signal"}`;
  }
}
