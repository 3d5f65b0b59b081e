import { setTimeout as delay } from "node:timers/promises";
import { type CallOptions, MoatError, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { inspectRaw } from "../roles/inspect-container.ts";
import { type RawExec, inspectExec } from "./exec-api.ts";

/** What a process is ended with when its container ends. */
const KILLED = 137;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

/** Which process of which container. */
export interface ExecIds {
  readonly containerId: string;
  readonly execId: string;
}

/** Asks again and again, ever more slowly, until the answer is something. The engine has no event that is not lost. */
async function poll<T>(ask: (isSlow: boolean) => Promise<T | undefined>, { signal }: CallOptions): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const answer = await ask(pauseMs === LONGEST_PAUSE_MS);
    if (answer !== undefined) return answer;
    try {
      await delay(pauseMs, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw new MoatError("CANCELED", "Canceled while waiting for a command in a container.", { cause: error });
    }
  }
}

/** Waits until a process has begun, or could not. */
export function waitForStart(client: EngineClient, execId: string, options: CallOptions): Promise<RawExec> {
  return poll(async () => {
    const raw = await inspectExec(client, execId, options);
    return raw.Pid !== 0 || hasEnded(raw) ? raw : undefined;
  }, options);
}

/** Waits for the end of a process, and tells its code. */
export function waitForExec(client: EngineClient, ids: ExecIds, options: CallOptions): Promise<number> {
  return poll(async (isSlow) => {
    const raw = await inspectIfKnown(client, ids, options);
    if (raw !== undefined && hasEnded(raw)) return raw.ExitCode ?? KILLED;
    // An engine can forget a process, or never see its end, when the container ends under it.
    if (raw !== undefined && !isSlow) return undefined;
    const container = await inspectRaw(client, ids.containerId, options);
    if (container.State.Status === "exited" || container.State.Status === "dead") return KILLED;
    if (raw !== undefined) return undefined;
    throw new MoatError("ENGINE_FAILED", `The engine has forgotten a command in the container ${ids.containerId}.`);
  }, options);
}

async function inspectIfKnown(
  client: EngineClient,
  { execId }: ExecIds,
  options: CallOptions,
): Promise<RawExec | undefined> {
  try {
    return await inspectExec(client, execId, options);
  } catch (error) {
    if (isMoatError(error, "CONTAINER_NOT_FOUND")) return undefined;
    throw error;
  }
}

/** Whether a process has begun, and ended. */
export function hasEnded({ Running, ExitCode }: RawExec): boolean {
  return !Running && ExitCode !== null;
}
