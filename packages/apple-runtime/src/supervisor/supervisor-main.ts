import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { createConnection, createServer } from "node:net";
import { systemErrorCode } from "@moat/core";
import { ContainerDirectory } from "../state/container-directory.ts";
import type { SupervisorOrder, SupervisorReady } from "./messages.ts";
import { Supervisor } from "./supervisor.ts";

/** A container that nobody is going to start is not waited for. */
const IDLE_MS = 10_000;

const [order]: SupervisorOrder[] = await once(process, "message");
if (order === undefined) process.exit(1);
// The terminal that moat was started in may go; this process stays.
for (const name of ["SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE"] as const) process.on(name, () => {});

const { socket: path, pid } = new ContainerDirectory(order.stateDir, order.id);
const supervisor = new Supervisor(order);
const server = createServer((socket) => void supervisor.serve(socket));
if (await listen()) {
  await writeFile(pid, String(process.pid));
  tell("ready");
  const idle = setInterval(() => supervisor.isIdle && process.exit(0), IDLE_MS);
  await supervisor.over;
  clearInterval(idle);
  // Whoever asked has its answer before this process goes.
  await new Promise((resolve) => {
    server.close(resolve);
  });
} else tell("already-there");
process.exit(0);

/** Takes the place of a supervisor that was killed, but not of one that lives. */
async function listen(): Promise<boolean> {
  for (;;) {
    server.listen(path);
    try {
      await once(server, "listening");
      return true;
    } catch (error) {
      if (systemErrorCode(error) !== "EADDRINUSE") throw error;
    }
    const probe = createConnection(path);
    const isAlive = await Promise.race([
      once(probe, "connect").then(() => true),
      once(probe, "error").then(() => false),
    ]).catch(() => false);
    probe.destroy();
    if (isAlive) return false;
    await rm(path, { force: true });
  }
}

function tell(answer: SupervisorReady): void {
  process.send?.(answer, () => process.connected && process.disconnect());
}
