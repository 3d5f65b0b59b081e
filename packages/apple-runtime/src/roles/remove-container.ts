import { type CallOptions, MoatError, isMoatError } from "@moat/core";
import { failureOf } from "../program/map-error.ts";
import { retry } from "../program/retry.ts";
import { ContainerDirectory } from "../state/container-directory.ts";
import { askSupervisor } from "../supervisor/supervisor-client.ts";
import type { AppleContext } from "./apple-context.ts";

/** A container that has just ended may not be ready to go. */
const PATIENCE = { on: ["busy", "other"], tries: 5, pauseMs: 200 } as const;

/** Removes a container, its log and its supervisor; one that does not exist is no error. */
export async function removeContainer(
  { apple, stateDir }: AppleContext,
  id: string,
  options: CallOptions,
): Promise<void> {
  const operation = `remove the container ${id}`;
  const directory = new ContainerDirectory(stateDir, id);
  try {
    await retry(PATIENCE, options, async () => {
      await apple.run(["delete", "--force", id], {
        operation,
        timeoutMs: apple.deadlines.removeMs,
        signal: options.signal,
      });
    });
  } catch (error) {
    if (!isMoatError(error, "CONTAINER_NOT_FOUND")) throw stuck(error, id);
  }
  const connection = await askSupervisor(directory, { want: "leave" }, options);
  connection?.socket.destroy();
  await directory.remove();
}

/** What does not even go by force is a machine that hangs. */
function stuck(error: unknown, id: string): unknown {
  if (failureOf(error) !== "busy" || !(error instanceof MoatError)) return error;
  return new MoatError(error.code, error.message, {
    hint: stuckHint(id),
    details: error.details,
    cause: error,
  });
}

/** What to do about a container that does not end. */
export function stuckHint(id: string): string {
  return `End the virtual machine of the container by hand:
  pkill -9 -f 'container-runtime-linux.*${id}'
and if it stays: container system stop`;
}
