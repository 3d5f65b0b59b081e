import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";

/** What a fake engine does; what is not given answers 404. */
export interface FakeEngineParts {
  /** By method and path, for instance `GET /info`. */
  readonly answers?: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>>;
  /** What happens to a connection that is to be upgraded; the `101` is the answer's own. */
  readonly upgrade?: (socket: Duplex, request: IncomingMessage) => void;
}

/** An engine for failures that no real one has on demand, on a socket of its own. */
export interface FakeEngine extends AsyncDisposable {
  readonly address: string;
  /** Every request so far, as `METHOD /path?query`. */
  readonly requests: readonly string[];
  /** How many connections there have been. */
  readonly connections: () => number;
  /** Cuts every connection, as a restart does. */
  dropConnections(): Promise<void>;
  /** Cuts every connection, and answers no more. */
  die(): Promise<void>;
}

/** Starts a fake engine. */
export async function startFakeEngine({ answers = {}, upgrade }: FakeEngineParts): Promise<FakeEngine> {
  const directory = await mkdtemp(join(tmpdir(), "moat-fake-"));
  const socketPath = join(directory, "d.sock");
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const answer = answers[`${request.method} ${request.url?.split("?")[0]}`];
    if (answer === undefined) response.writeHead(404).end(JSON.stringify({ message: "page not found" }));
    else answer(response, request);
  });
  server.on("upgrade", (request, socket) => {
    requests.push(`${request.method} ${request.url}`);
    if (upgrade === undefined) socket.destroy();
    else upgrade(socket, request);
  });
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket.on("error", () => {}).on("close", () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => {
    server.listen(socketPath, resolve);
  });
  const die = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => {
      server.close(resolve);
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    address: `unix://${socketPath}`,
    requests,
    connections: () => connections,
    async dropConnections() {
      const closed = [...sockets].map((socket) => once(socket, "close"));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
    die,
    async [Symbol.asyncDispose]() {
      await die();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Answers with JSON. */
export function json(value: unknown, status = 200): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
}

/** What inspect says of a container. */
export function inspected(given: {
  readonly status: "created" | "running" | "exited";
  readonly exitCode?: number;
  readonly stdin?: boolean;
  readonly tty?: boolean;
  readonly runtime?: string;
}): object {
  const { status, exitCode = 0, stdin = false, tty = false, runtime = "runc" } = given;
  return {
    Id: "c1",
    Name: "/c1",
    Created: "2026-01-01T00:00:00Z",
    Config: { Image: "debian", Labels: {}, Tty: tty, OpenStdin: stdin },
    State: { Status: status, ExitCode: exitCode, OOMKilled: false, Error: "", StartedAt: "t1", FinishedAt: "t2" },
    HostConfig: { Runtime: runtime },
  };
}

/** The head of an answer that upgrades the connection. */
export const UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
