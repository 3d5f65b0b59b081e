import { setTimeout as pause } from "node:timers/promises";
import type { CallOptions, Runtime } from "@moat/core";
import type { LeakOutcome } from "./facts.ts";
import { findLeaks } from "./find-leaks.ts";
import { readProcesses } from "./read-machine.ts";
import { toFailure } from "./to-failure.ts";

/** How long the processes of a container are given that is being made or removed at this moment. */
const SETTLE_MS = 1_500;

/** Looks for processes of containers that the engine at this socket does not know. Looks twice where it finds some. */
export async function readLeaks(socketPath: string, runtime: Runtime, options: CallOptions): Promise<LeakOutcome> {
  if (socketPath === "") return { kind: "not-seen", why: "the engine is not on this machine" };
  try {
    const first = await look(socketPath, runtime, options);
    if (first.kind === "not-seen" || first.leaked.length === 0) return first;
    await pause(SETTLE_MS);
    const second = await look(socketPath, runtime, options);
    if (second.kind === "not-seen") return second;
    const before = new Set(first.leaked.map(({ pid }) => pid));
    return { kind: "looked", leaked: second.leaked.filter(({ pid }) => before.has(pid)) };
  } catch (error) {
    return { kind: "not-seen", why: toFailure(error).message };
  }
}

async function look(socketPath: string, runtime: Runtime, options: CallOptions): Promise<LeakOutcome> {
  // Processes first: a container that is made in between is then known, and has no process yet.
  const processes = await readProcesses();
  const containers = await runtime.containers.list({ labels: {} }, options);
  return findLeaks(processes, { socketPath, containerIds: new Set(containers.map(({ id }) => id)) });
}
