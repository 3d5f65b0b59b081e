import { isMoatError } from "@moat/core";
import { hasAbandonedTrials, removeAbandonedTrials } from "../compat/trial-place.ts";
import { removeAbandonedCopies } from "../copy/copy-staging.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { finishRun } from "./finish-run.ts";
import { isOwnerAlive } from "./is-owner-alive.ts";
import { nameContainer } from "./rename-run.ts";
import { sweepHelpers } from "./sweep-helpers.ts";
import type { RunContext } from "./run-context.ts";
import { findContainerOf } from "./find-container.ts";

/** How long an engine may take to obey a request of a process that was killed, or that gave up waiting. */
const LATE_MS = 60_000;
const ENGINE_KINDS: ReadonlySet<string> = new Set(["unavailable", "permission-denied", "timeout"]);

/** What a command that has something else to do leaves to others: what began less than this ago, and all but so many. */
const YOUNG_MS = 60_000;
const FEW = 4;

/**
 * Finishes what earlier moat processes could not: runs that ended while nobody watched, and runs whose process died
 * while it made them. It looks at the index of live runs only, believes nothing but an engine that answers and that is
 * the run's own, and leaves alone what another process is still making.
 *
 * @throws `HOME_UNUSABLE`; what an engine does not answer is left for the next time.
 */
export async function reconcileRuns(context: RunContext): Promise<void> {
  await reconcile(context, await context.store.liveIds());
}

/**
 * Does a part of {@link reconcileRuns} for a command that is to begin something at once: a few runs, by chance, that were made more
 * than a minute ago. So nothing heaps up where runs are started and never looked at, and none waits for the end of many others.
 *
 * @throws as {@link reconcileRuns}.
 */
export async function reconcileFew(context: RunContext): Promise<void> {
  const ids = (await context.store.liveIds({ olderThanMs: YOUNG_MS })).map((id) => ({ id, place: Math.random() }));
  await reconcile(
    context,
    ids
      .toSorted((a, b) => a.place - b.place)
      .slice(0, FEW)
      .map(({ id }) => id),
  );
}

/** Does it for one run, whose name somebody wants; nothing where it is another engine's. */
export async function reconcileOne(context: RunContext, id: string): Promise<void> {
  const record = await context.store.read(id);
  if (record.engineId === (await context.runtime.ping()).id) await reconcileRun(context, record);
}

async function reconcile(context: RunContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 && !(await hasAbandonedTrials(context.store.home))) return;
  const engine = await context.runtime.ping();
  await sweepHelpers(context);
  await removeAbandonedTrials(context.store.home, engine.id);
  await removeAbandonedCopies(context.store.home);
  for (const id of ids) {
    try {
      const record = await context.store.read(id);
      if (record.engineId === engine.id) await reconcileRun(context, record);
    } catch (error) {
      // `list` says so.
      if (isMoatError(error, "RECORD_UNREADABLE")) continue;
      // Another process is just making it, removed it meanwhile, or was killed before the record was there.
      if (isMoatError(error, "RUN_NOT_FOUND")) {
        await context.store.settle(id);
        continue;
      }
      // An engine that does not answer knows nothing of the others either.
      if (!isMoatError(error) || ENGINE_KINDS.has(error.kind)) throw error;
      // One run that cannot be finished must not stand in the way of the others.
      context.diagnostics.warn(`could not finish the run ${id}: ${error.message}`);
    }
  }
}

/**
 * Tells, without an engine, whether there is anything that {@link reconcileRuns} could finish.
 *
 * @throws `HOME_UNUSABLE`.
 */
export async function hasUnfinished(store: RunContext["store"]): Promise<boolean> {
  return (await store.liveIds()).length > 0 || (await hasAbandonedTrials(store.home));
}

/** Brings one live run's record up to what its engine says, which must be the one at hand. */
export async function reconcileRun(context: RunContext, record: RunRecord): Promise<void> {
  const { runtime, store } = context;
  const container = await findContainerOf(runtime, record);
  if (isTerminal(record.state)) {
    // The process that made it is undoing it, or finishing it, at this moment.
    if (isOwnerAlive(record) && record.ownerPid !== process.pid) return;
    // Its process died between the record and the removal.
    if (container !== undefined && !record.keep) await runtime.containers.remove(container.id);
    if (container === undefined && mayStillAppear(record)) return;
    await store.settle(record.id);
    return;
  }
  if (container?.state.phase === "exited") {
    await finishRun(context, { ...record, containerId: container.id }, container.state.exit);
    return;
  }
  if (container?.state.phase === "running" || container?.state.phase === "paused") {
    const { startedAt } = container.state;
    const running = await store.update(record.id, (now) => ({
      ...now,
      containerId: container.id,
      startedAt,
      state: { status: "running" },
    }));
    await nameContainer(context, running, container);
    return;
  }
  if (isOwnerAlive(record)) return;
  if (container !== undefined) await runtime.containers.remove(container.id);
  const ended = await store.update(record.id, (now) => ({
    ...now,
    finishedAt: new Date().toISOString(),
    state:
      now.state.status === "running" || now.state.status === "stopping"
        ? { status: "lost" }
        : {
            status: "failed",
            phase: "create",
            code: "CANCELED",
            message: "The moat process that made this run was killed.",
          },
  }));
  if (container === undefined && mayStillAppear(ended)) return;
  await store.settle(record.id);
}

/** Whether the engine may yet make the container of a run that has failed before anybody knew of one. */
function mayStillAppear({ state, containerId, finishedAt }: RunRecord): boolean {
  return state.status === "failed" && containerId === "" && Date.now() - Date.parse(finishedAt) < LATE_MS;
}
