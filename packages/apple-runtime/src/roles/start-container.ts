import { type CallOptions, MoatError } from "@moat/core";
import { mapAppleError } from "../program/map-error.ts";
import { ContainerDirectory } from "../state/container-directory.ts";
import type { RawContainer } from "../state/raw-container.ts";
import type { SupervisorOrder } from "../supervisor/messages.ts";
import { askSupervisor, ensureSupervisor } from "../supervisor/supervisor-client.ts";
import type { AppleContext } from "./apple-context.ts";
import { inspectRaw, stateOf } from "./inspect-container.ts";
import { orCanceled } from "./throw-if-canceled.ts";

/** What the supervisor of a container has to know. */
export function supervisorOrder({ apple, stateDir }: AppleContext, { id, tty, facts }: RawContainer): SupervisorOrder {
  return {
    id,
    stateDir,
    program: apple.path,
    env: apple.env,
    deadlines: apple.deadlines,
    tty,
    stdin: facts?.stdin ?? false,
    terminalSize: facts?.terminalSize ?? { columns: 0, rows: 0 },
    logBytes: facts?.logBytes ?? 0,
  };
}

/** Has a container's process started by its supervisor. */
export async function startContainer(context: AppleContext, id: string, options: CallOptions): Promise<void> {
  const { apple, stateDir, queue } = context;
  const operation = `start the container ${id}`;
  const raw = await inspectRaw(context, id, options);
  const { phase } = await stateOf(context, raw);
  if (phase === "running" || phase === "paused") return;
  if (phase === "exited") throw new MoatError("CONTAINER_STATE", `Could not ${operation}: it has ended.`);
  const starting = queue.run(options, async () => {
    await ensureSupervisor(supervisorOrder(context, raw));
    // Not aborted: a start that was asked for may happen although nobody waits.
    return await askSupervisor(new ContainerDirectory(stateDir, id), { want: "start" }, {});
  });
  starting.catch(() => {});
  const connection = await orCanceled(starting, options, operation);
  connection?.socket.destroy();
  if (connection?.reply.kind === "done") return;
  const timeoutMs = apple.deadlines.startMs;
  if (connection?.reply.kind === "failed") {
    const { exitCode, stderr } = connection.reply;
    throw mapAppleError({ kind: "ended", exitCode, stdout: "", stderr }, { operation, program: apple.path, timeoutMs });
  }
  if (connection?.reply.kind === "expired")
    throw mapAppleError({ kind: "expired", stderr: "" }, { operation, program: apple.path, timeoutMs });
  throw new MoatError("ENGINE_FAILED", `Could not ${operation}: its supervisor died.`, {
    hint: `See ${new ContainerDirectory(stateDir, id).complaints}`,
  });
}
