import type { ContainerSummary, Runtime } from "@moat/core";
import { isMoatError } from "@moat/core";
import { removeAbandonedCopies } from "../copy/copy-staging.ts";
import { HELPER_ROLE, LABELS } from "../run-labels.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { isMakerAlive } from "./is-maker-alive.ts";
import { judgeContainer } from "./judge-container.ts";
import { reconcileRuns } from "./reconcile-runs.ts";
import type { RunContext } from "./run-context.ts";

/** What is cleaned, and how boldly. */
export interface CleanOptions {
  /** Says what would be done, and does nothing. */
  readonly dryRun: boolean;
  /** Containers that `--keep` has kept, and running ones whose record is gone or cannot be read, too. */
  readonly force: boolean;
  /** Forgets runs that ended this long ago, with their output; undefined keeps all of them. */
  readonly olderThanMs: number | undefined;
}

/** What was cleaned, or would be. */
export interface CleanReport {
  /** The ids of containers. */
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** The ids of runs whose records and output went. */
  readonly runs: readonly string[];
  /** What only `force` removes, and why it is there: one sentence each. */
  readonly left: readonly string[];
}

/**
 * Finishes what killed processes could not, and removes what they left: in the engine only what carries this
 * installation's label, and nothing that belongs to a live run or to a living process that is just making it.
 *
 * @throws `HOME_UNUSABLE`, `ENGINE_UNREACHABLE` and what else the engine's calls throw.
 */
export async function cleanUp(context: RunContext, options: CleanOptions): Promise<CleanReport> {
  const { runtime, store } = context;
  if (!options.dryRun) await reconcileRuns(context);
  const installation = await store.readInstallation();
  // Without an id nothing was ever made here, and an empty label would match what is not ours.
  if (installation === "") return { containers: [], networks: [], volumes: [], runs: [], left: [] };
  const labels = { [LABELS.installation]: installation };

  const left: string[] = [];
  const containers: string[] = [];
  for (const container of await runtime.containers.list({ labels })) {
    const verdict = await judge(context, container, options);
    if (verdict.kind === "left") left.push(verdict.why);
    if (verdict.kind !== "remove") continue;
    if (!options.dryRun) await runtime.containers.remove(container.id);
    containers.push(container.id);
  }
  const networks = await sweepRole(context, runtime.networks, labels, options);
  const volumes = await sweepRole(context, runtime.volumes, labels, options);
  const runs = options.olderThanMs === undefined ? [] : await forgetOld(context, options.olderThanMs, options.dryRun);
  if (!options.dryRun) {
    await removeAbandonedCopies(store.home);
    await store.sweep();
  }
  return { containers, networks, volumes, runs, left };
}

async function judge(context: RunContext, container: ContainerSummary, { force }: CleanOptions) {
  const { labels, phase } = container;
  const isHelper = labels[LABELS.role] === HELPER_ROLE;
  return judgeContainer({
    id: container.id,
    runId: labels[LABELS.run] ?? "",
    isRunning: phase === "running" || phase === "paused",
    makerLives: isHelper && isMakerAlive(container),
    isHelper,
    record: isHelper ? "missing" : await recordOf(context, labels[LABELS.run] ?? ""),
    force,
  });
}

async function recordOf({ store }: RunContext, id: string): Promise<RunRecord | "missing" | "unreadable"> {
  try {
    return await store.read(id);
  } catch (error) {
    if (isMoatError(error, "RUN_NOT_FOUND")) return "missing";
    if (isMoatError(error, "RECORD_UNREADABLE")) return "unreadable";
    throw error;
  }
}

/** Removes networks, or volumes, whose run is not live; one that a container still uses stays. */
async function sweepRole(
  context: RunContext,
  role: Runtime["networks"] | Runtime["volumes"],
  labels: Readonly<Record<string, string>>,
  { dryRun }: CleanOptions,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const object of await role.list(labels)) {
    const record = await recordOf(context, object.labels[LABELS.run] ?? "");
    if (record === "unreadable" || (record !== "missing" && (!isTerminal(record.state) || record.keep))) continue;
    try {
      if (!dryRun) await role.remove(object.id);
    } catch (error) {
      if (isMoatError(error, "CONTAINER_STATE")) continue;
      throw error;
    }
    removed.push(object.id);
  }
  return removed;
}

/** Forgets ended runs; one that is kept, or is not settled, still has something in an engine. */
async function forgetOld(context: RunContext, olderThanMs: number, dryRun: boolean): Promise<readonly string[]> {
  const forgotten: string[] = [];
  const limit = Date.now() - olderThanMs;
  for (const { id, createdAt } of await context.store.endedIndex()) {
    if (Date.parse(createdAt) > limit) continue;
    const record = await recordOf(context, id);
    if (record === "missing" || record === "unreadable") continue;
    if (record.keep || !isTerminal(record.state) || Date.parse(record.finishedAt) > limit) continue;
    if (!dryRun) await context.store.remove(id);
    forgotten.push(id);
  }
  return forgotten;
}
