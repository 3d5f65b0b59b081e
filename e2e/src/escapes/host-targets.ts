import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:net";
import { join } from "node:path";
import type { HostTargets } from "./attempt-scripts.ts";

/** Things of the host's that no container may reach, until it is disposed of. */
export class Host implements AsyncDisposable {
  readonly targets: HostTargets;
  readonly #process: ChildProcess;
  readonly #servers: readonly Server[];

  private constructor(targets: HostTargets, process: ChildProcess, servers: readonly Server[]) {
    this.targets = targets;
    this.#process = process;
    this.#servers = servers;
  }

  /** Starts a process and two servers beside the engine, and writes a file that only its owner can read. */
  static async open(directory: string): Promise<Host> {
    const file = join(directory, "of-the-host");
    await writeFile(file, "host\n");
    await chmod(file, 0o600);
    // A sleep of ten years, and as many seconds as make it like no other.
    const mark = String(315_360_000 + process.pid);
    const child = spawn("sleep", [mark], { stdio: "ignore", env: { PATH: "/bin:/usr/bin", MOAT_ESCAPE: "1" } });
    await once(child, "spawn");
    const socket = `moat-escape-${process.pid}`;
    const tcp = await listening({ host: "127.0.0.1", port: 0 });
    const abstract = await listening({ path: `\0${socket}` });
    const address = tcp.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return new Host({ mark, pid: child.pid ?? 0, file, port, socket }, child, [tcp, abstract]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

async function listening(where: { host: string; port: number } | { path: string }): Promise<Server> {
  const server = createServer((connection) => {
    connection.on("error", () => {});
    connection.end("host\n");
  });
  server.listen(where);
  await once(server, "listening");
  return server;
}
