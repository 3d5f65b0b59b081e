import { setTimeout as delay } from "node:timers/promises";
import { type CallOptions, type ContainerInfo, type ContainerState, MoatError } from "@moat/core";
import { ContainerDirectory } from "../state/container-directory.ts";
import { type RawContainer, readContainers } from "../state/raw-container.ts";
import { toState } from "../state/to-state.ts";
import { isSupervised } from "../supervisor/supervisor-client.ts";
import type { AppleContext } from "./apple-context.ts";

/** How long a supervisor may take to write down an end that the service tells already. */
const SETTLE_MS = 15_000;

/** Asks the service for a container. Throws `CONTAINER_NOT_FOUND`. */
export async function inspectRaw({ apple }: AppleContext, id: string, options: CallOptions): Promise<RawContainer> {
  const operation = `inspect the container ${id}`;
  const stdout = await apple.run(["inspect", id], {
    operation,
    timeoutMs: apple.deadlines.queryMs,
    signal: options.signal,
  });
  const found = readContainers(stdout).find((container) => container.id === id);
  if (found === undefined) throw new MoatError("CONTAINER_NOT_FOUND", `Could not ${operation}: there is none.`);
  return found;
}

/** Tells where a container is in its life, from what the service says and from what its supervisor wrote down. */
export async function stateOf({ stateDir }: AppleContext, raw: RawContainer): Promise<ContainerState> {
  const directory = new ContainerDirectory(stateDir, raw.id);
  const until = performance.now() + SETTLE_MS;
  for (;;) {
    // The start first: an end that comes between the two is seen, then.
    const startedAt = await directory.startedAt();
    const state = toState(raw, { exit: await directory.readExit(), startedAt });
    if (state.phase !== "lost") return state;
    if (!(await isSupervised(directory))) {
      // Written down, so that everyone who asks gets the same answer: that of whoever was first.
      if (startedAt !== "") await directory.writeExit(state.exit).catch(() => {});
      const exit = (await directory.readExit()) ?? state.exit;
      return { phase: "exited", exit };
    }
    // It is just being started, or its end is just being written down.
    if (raw.startedDate === "") return { phase: "created" };
    if (performance.now() > until) return { phase: "running", startedAt };
    await delay(20);
  }
}

/** Tells what a container is. */
export async function toInfo(context: AppleContext, raw: RawContainer): Promise<ContainerInfo> {
  const state = await stateOf(context, raw);
  return {
    id: raw.id,
    name: raw.facts?.name ?? raw.id,
    image: raw.facts?.image ?? raw.image,
    labels: raw.labels,
    createdAt: raw.facts?.createdAt ?? raw.creationDate,
    state,
    ports: state.phase === "running" ? raw.ports : [],
  };
}
