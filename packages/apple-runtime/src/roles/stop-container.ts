import { type CallOptions, MoatError, isMoatError } from "@moat/core";
import type { AppleContext } from "./apple-context.ts";
import { inspectRaw, stateOf } from "./inspect-container.ts";
import { stuckHint } from "./remove-container.ts";
import { waitForExit } from "./wait-for-exit.ts";

/**
 * Ends a container's process: SIGTERM, SIGKILL after the grace, and then the machine itself. Apple's own `stop` would go
 * on although the caller has given up, so it comes last.
 */
export async function stopContainer(
  context: AppleContext,
  id: string,
  graceMs: number,
  options: CallOptions,
): Promise<void> {
  const { apple } = context;
  const { endMs, signalMs } = apple.deadlines;
  try {
    const { phase } = await stateOf(context, await inspectRaw(context, id, options));
    if (phase !== "running" && phase !== "paused") return;
    if (graceMs > 0) {
      await signalContainer(context, id, "SIGTERM", options).catch(unlessHopeless);
      if (await endsWithin(context, id, graceMs, options)) return;
    }
    await signalContainer(context, id, "SIGKILL", options).catch(unlessHopeless);
    if (await endsWithin(context, id, endMs, options)) return;
    const operation = `stop the container ${id}`;
    const { signal } = options;
    await apple.run(["stop", "--time=0", id], { operation, timeoutMs: signalMs, signal }).catch(unlessHopeless);
    if (await endsWithin(context, id, endMs, options)) return;
  } catch (error) {
    // It was removed meanwhile.
    if (isMoatError(error, "CONTAINER_NOT_FOUND")) return;
    throw error;
  }
  throw new MoatError("ENGINE_TIMEOUT", `Could not stop the container ${id}: it does not even end by force.`, {
    hint: stuckHint(id),
  });
}

/** Sends a signal to a container's first process. */
export async function signalContainer(
  { apple }: AppleContext,
  id: string,
  name: string,
  options: CallOptions,
): Promise<void> {
  const operation = `send ${name} to the container ${id}`;
  await apple.run(["kill", `--signal=${name}`, id], {
    operation,
    timeoutMs: apple.deadlines.signalMs,
    signal: options.signal,
  });
}

/** A step that failed is followed by a look at the container, and by a harder one. */
function unlessHopeless(error: unknown): void {
  if (isMoatError(error, "CANCELED", "CONTAINER_NOT_FOUND", "ENGINE_UNREACHABLE")) throw error;
}

async function endsWithin(context: AppleContext, id: string, ms: number, { signal }: CallOptions): Promise<boolean> {
  const limit = AbortSignal.timeout(ms);
  try {
    await waitForExit(context, id, { signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) });
    return true;
  } catch (error) {
    if (isMoatError(error, "CANCELED") && signal?.aborted !== true) return false;
    throw error;
  }
}
