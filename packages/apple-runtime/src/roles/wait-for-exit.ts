import { stat } from "node:fs/promises";
import type { CallOptions, ContainerExit, WaitOptions } from "@moat/core";
import { pause } from "../program/retry.ts";
import { ContainerDirectory } from "../state/container-directory.ts";
import { askSupervisor } from "../supervisor/supervisor-client.ts";
import type { AppleContext } from "./apple-context.ts";
import { inspectRaw, stateOf } from "./inspect-container.ts";
import { throwIfCanceled } from "./throw-if-canceled.ts";

const LOCAL_POLL_MS = 100;
/** How often the service itself is asked while nobody here has anything to do with the container. */
const SERVICE_POLL_MS = 1_000;

/** Waits for a container's process to end; throws `CONTAINER_NOT_FOUND`, also when it is removed meanwhile. */
export async function waitForExit(context: AppleContext, id: string, options: WaitOptions): Promise<ContainerExit> {
  const directory = new ContainerDirectory(context.stateDir, id);
  // It may have ended before this begins.
  let isSeen = true;
  for (;;) {
    throwIfCanceled(options, `wait for the container ${id}`);
    const known = await directory.readExit();
    if (known !== undefined) {
      if (!isSeen) options.onGap?.();
      return known;
    }
    const connection = await askSupervisor(directory, { want: "watch" }, options);
    if (connection !== undefined) {
      await closed(connection.frames, connection.socket, options);
      // A supervisor writes the end down before it lets go; one that is killed lets go of whoever is attached, too.
      if ((await directory.readExit()) === undefined) options.onGap?.();
      isSeen = true;
      continue;
    }
    const state = await stateOf(context, await inspectRaw(context, id, options));
    if (state.phase === "exited") {
      if (!isSeen) options.onGap?.();
      return state.exit;
    }
    // A supervisor may come and go with all who are attached before it is looked for again.
    isSeen = false;
    await someChange(directory, options);
  }
}

/** Until the supervisor lets go, or the caller gives up. */
async function closed(
  frames: AsyncIterable<unknown>,
  socket: { destroy(): unknown },
  { signal }: CallOptions,
): Promise<void> {
  const abort = () => socket.destroy();
  if (signal?.aborted === true) abort();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    for await (const _ of frames);
  } catch {
    // However it ended, what was written down decides.
  } finally {
    signal?.removeEventListener("abort", abort);
    socket.destroy();
  }
}

/** Until something happens here, or it is time to ask the service again. */
async function someChange(directory: ContainerDirectory, options: CallOptions): Promise<void> {
  const wasThere = await exists(directory.path);
  for (let waited = 0; waited < SERVICE_POLL_MS; waited += LOCAL_POLL_MS) {
    await pause(LOCAL_POLL_MS, options);
    if ((await exists(directory.socket)) || (await exists(directory.path)) !== wasThere) return;
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
