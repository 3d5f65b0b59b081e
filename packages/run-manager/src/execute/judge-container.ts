import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { isOwnerAlive } from "./is-owner-alive.ts";

/** What is known of a container that carries this installation's label. */
export interface ContainerFacts {
  readonly id: string;
  /** Empty when its label is missing. */
  readonly runId: string;
  readonly isRunning: boolean;
  /** Made by moat for a moment and for itself. */
  readonly isHelper: boolean;
  /** Whether the process that made a helper still lives. */
  readonly makerLives: boolean;
  readonly record: RunRecord | "missing" | "unreadable";
  /** Whether the user asked for more than what is plainly nobody's. */
  readonly force: boolean;
}

/** What is to become of a container. */
export type Verdict =
  | { readonly kind: "remove" }
  /** It is in use. */
  | { readonly kind: "keep" }
  /** It stays until the user insists. */
  | { readonly kind: "left"; readonly why: string };

const REMOVE: Verdict = { kind: "remove" };
const KEEP: Verdict = { kind: "keep" };

/** Decides whether clean-up removes a container. Pure but for the question whether a process lives. */
export function judgeContainer(facts: ContainerFacts): Verdict {
  const { id, runId, record, isRunning, force } = facts;
  if (facts.isHelper) return facts.makerLives ? KEEP : REMOVE;
  if (record === "missing")
    return !isRunning || force ? REMOVE : left(`The container ${id} of ${runId} runs, and that run has no record.`);
  if (record === "unreadable")
    return force ? REMOVE : left(`The container ${id} belongs to ${runId}, whose record cannot be read.`);
  if (!isTerminal(record.state)) return KEEP;
  // Its process is undoing or finishing it at this moment.
  if (isOwnerAlive(record) && record.ownerPid !== process.pid && isRunning) return KEEP;
  if (record.keep && !force) return left(`The container ${id} of ${record.name} (${record.id}) is kept.`);
  return REMOVE;
}

function left(why: string): Verdict {
  return { kind: "left", why };
}
