import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { MoatError } from "@moat/core";
import { attendRun } from "../execute/attend-run.ts";
import type { RunContext } from "../execute/run-context.ts";
import { startRun } from "../execute/start-run.ts";
import { EndObserver } from "../explain/end-observer.ts";
import { newRunId } from "../run-id.ts";
import type { RunPlan } from "../run-plan.ts";
import { openRunStore } from "../run-store.ts";
import { asHomeError } from "../store/as-home-error.ts";
import { copyTree } from "./copy-tree.ts";
import type { Trial, TrialSide } from "./judge-trials.ts";
import { trialPlan } from "./trial-plan.ts";
import { removeTree } from "./trial-place.ts";

/** How trials are made. */
export interface TrialOptions {
  /** Where copies go; see `makeTrialPlace`. */
  readonly place: string;
  /** A command that still runs after this time is ended. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A trial may not copy more than this. */
const COPY_LIMIT_BYTES = 4 * 2 ** 30;
/** What SIGKILL leaves for an exit code. */
const KILLED = 137;
const discard = () => Promise.resolve();

/** Runs a plan once, on a copy of its workspace that is removed afterwards. Throws `CANCELED` when that is asked for. */
export async function runTrial(
  context: RunContext,
  plan: RunPlan,
  side: TrialSide,
  options: TrialOptions,
): Promise<Trial> {
  const id = newRunId();
  const directory = join(options.place, id);
  try {
    const workspace = await copied(context, plan, directory, options.signal);
    // A record store of its own, which goes with the copy: a trial is a run that nobody is to see.
    const own = { ...context, store: openRunStore(join(directory, "home")) };
    return await watched(own, trialPlan(plan, { id, side, workspace, ownerPid: process.pid }), side, options);
  } finally {
    await removeTree(directory);
  }
}

async function copied(
  { store, diagnostics }: RunContext,
  plan: RunPlan,
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  const target = join(directory, "workspace");
  try {
    await mkdir(directory, { mode: 0o700 });
    const limits = { limitBytes: COPY_LIMIT_BYTES, leaveOut: store.home, signal };
    const { skipped } = await copyTree(plan.workspace, target, limits);
    const [first] = skipped;
    if (first !== undefined)
      diagnostics.warn(`the copies of the workspace lack what cannot be read: ${first}${more(skipped.length - 1)}`);
  } catch (error) {
    throwIfCanceled(signal);
    throw asHomeError(directory, error);
  }
  // Moat's own directory may be behind a link, and a mount's source may not.
  return await realpath(target);
}

async function watched(context: RunContext, plan: RunPlan, side: TrialSide, options: TrialOptions): Promise<Trial> {
  const { signal, timeoutMs } = options;
  const started = await startRun(context, plan, { signal, terminalSize: { columns: 0, rows: 0 } });
  const observer = new EndObserver();
  const attendance = attendRun(
    context,
    started,
    observer.streamsOf({ stdin: undefined, stdout: discard, stderr: discard }),
    { fromStart: true },
  );
  const kill = () => void attendance.signal("SIGKILL");
  let isTimeUp = false;
  const timer = setTimeout(() => {
    isTimeUp = true;
    kill();
  }, timeoutMs);
  signal.addEventListener("abort", kill);
  if (signal.aborted) kill();
  try {
    const attended = await attendance.done;
    throwIfCanceled(signal);
    if (attended.kind !== "ended") throw new MoatError("INTERNAL", "A trial was left alone.");
    const { exitCode, record } = attended;
    const outOfMemory = record.state.status === "exited" && record.state.outOfMemory;
    const end = { sandbox: plan.sandbox, exitCode, outOfMemory, memoryBytes: plan.limits.memoryBytes };
    // It may have ended by itself in the last moment.
    const timedOut = isTimeUp && exitCode === KILLED;
    const explanation = timedOut ? "" : observer.explain(end);
    return { side, exitCode, timedOut, outOfMemory, explanation, tail: observer.tail };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
  }
}

function throwIfCanceled(signal: AbortSignal): void {
  if (signal.aborted) throw new MoatError("CANCELED", "The trials were canceled.", { cause: signal.reason });
}

function more(count: number): string {
  return count > 0 ? ` and ${count} more` : "";
}
