import type { BindMount, Isolation, PublishedPort } from "@moat/core";
import type { PlannedUser, RunPlan } from "./run-plan.ts";
import { LABELS } from "./run-labels.ts";
import type { RunState } from "./run-state.ts";

/** The version of {@link RunRecord} that this moat writes, and the only one that it reads. */
export const RECORD_SCHEMA = 1;

/** What is kept of a run on disk: what was asked and what was used. Texts are empty until they are known. */
export interface RunRecord {
  readonly schema: typeof RECORD_SCHEMA;
  readonly id: string;
  readonly name: string;
  /** The version of moat that made the run. */
  readonly version: string;
  /** What agent.yaml says of the agent, for people to read. */
  readonly agent: string;
  readonly agentVersion: string;
  readonly workspace: string;
  readonly command: readonly string[];
  readonly image: string;
  /** The image's content, for instance `sha256:...`. */
  readonly imageId: string;
  /** The runtime that was used, as in `--runtime`. */
  readonly runtime: string;
  /** Which engine has the container: another engine's "not found" says nothing about this run. */
  readonly engineId: string;
  /** Where that engine was reached. */
  readonly engineAddress: string;
  /** What decided that; see `EngineFacts.foundBy`. Empty in records of older versions. */
  readonly engineFoundBy: string;
  /** What separates the container from the host, and its proof; undefined until the container is made. */
  readonly isolation: Isolation | undefined;
  /** What was asked for. */
  readonly sandbox: boolean;
  readonly keep: boolean;
  readonly interactive: boolean;
  readonly detach: boolean;
  readonly mounts: readonly BindMount[];
  /** Names only, sorted: values may be secrets and never reach the disk. */
  readonly env: readonly string[];
  /** With the host's port once the engine has chosen it. */
  readonly ports: readonly (PublishedPort & { readonly name: string })[];
  readonly user: PlannedUser;
  /** The bound of the engine's log, in bytes; 0 for none. */
  readonly logBytes: number;
  /** How many bytes of output that bound has cost; null when some may be missing, and nobody counted. */
  readonly droppedBytes: number | null;
  readonly containerId: string;
  /** The process that makes the run, which nobody else finishes as long as it lives; 0 when there is none. */
  readonly ownerPid: number;
  /** RFC 3339, this machine's clock. */
  readonly createdAt: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** RFC 3339. */
  readonly finishedAt: string;
  readonly state: RunState;
}

/** Makes the first record of a planned run, in state `created`. */
export function newRunRecord(plan: RunPlan): RunRecord {
  return {
    schema: RECORD_SCHEMA,
    id: plan.id,
    name: plan.name,
    version: plan.labels[LABELS.version] ?? "",
    agent: plan.agent,
    agentVersion: plan.agentVersion,
    workspace: plan.workspace,
    command: plan.command,
    image: plan.image,
    imageId: "",
    runtime: "",
    engineId: "",
    engineAddress: "",
    engineFoundBy: "",
    isolation: undefined,
    sandbox: plan.sandbox,
    keep: plan.keep,
    interactive: plan.interactive,
    detach: plan.detach,
    mounts: plan.mounts.map(({ origin: _origin, ...mount }) => mount),
    env: Object.keys(plan.env).toSorted(),
    ports: plan.ports,
    user: plan.user,
    logBytes: plan.limits.logBytes,
    droppedBytes: 0,
    containerId: "",
    ownerPid: 0,
    createdAt: plan.labels[LABELS.created] ?? "",
    startedAt: "",
    finishedAt: "",
    state: { status: "created" },
  };
}
