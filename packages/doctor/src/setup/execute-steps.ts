import { MoatError, isMoatError } from "@moat/core";
import { type SetupPlan, refuseUnfit, sha256 } from "./plan-setup.ts";
import { candidateVersion } from "./read-setup-facts.ts";
import { succeed } from "./root-programs.ts";
import type { ProgramPort } from "./run-program.ts";
import type { SetupParts } from "./set-up-gvisor.ts";
import type { SetupFacts } from "./setup-facts.ts";
import { SETUP_BACKUP, SETUP_DIRECTORY, SETUP_STATE, type SetupState, type UndoEntry } from "./setup-state.ts";
import { type SetupStep, writeFileCommands } from "./setup-step.ts";
import { takeBack } from "./take-back.ts";
import { until } from "./until.ts";

/** What the execution of a plan needs. */
export interface Execution {
  readonly plan: SetupPlan;
  readonly facts: SetupFacts;
  readonly programs: ProgramPort;
  readonly root: ProgramPort;
  readonly parts: Pick<SetupParts, "isListed" | "onStep">;
  /** How long the engine may take to list the runtime. */
  readonly reloadTimeoutMs: number;
}

/** Does a plan's steps in order. What a step will leave is recorded before it begins; a failure takes all of it back. */
export async function executeSteps(execution: Execution): Promise<void> {
  const { plan, root, parts } = execution;
  let state: SetupState = { version: 1, undo: [] };
  for (const [at, step] of plan.steps.entries()) {
    parts.onStep(step, at + 1, plan.steps.length);
    try {
      state = await recorded(root, state, step.undo);
      for (const each of step.commands) await succeed(root, each.argv, each.input);
      await lookAfter(step, execution);
    } catch (error) {
      throw failure(step, error, await takenBack(execution, state));
    }
  }
}

async function recorded(root: ProgramPort, state: SetupState, more: readonly UndoEntry[]): Promise<SetupState> {
  if (more.length === 0) return state;
  const next = { ...state, undo: [...state.undo, ...more] };
  await succeed(root, ["install", "-d", "-m", "0755", SETUP_DIRECTORY]);
  for (const each of writeFileCommands(SETUP_STATE, `${JSON.stringify(next, undefined, 2)}\n`))
    await succeed(root, each.argv, each.input);
  return next;
}

/** Looks at the effect of a step where its exit codes do not tell. */
async function lookAfter(
  { id }: SetupStep,
  { facts, programs, root, parts, reloadTimeoutMs }: Execution,
): Promise<void> {
  if (id === "lists") refuseUnfit(await candidateVersion(programs), facts.kernel);
  if (id === "backup" && facts.daemonJson !== undefined) {
    const { stdout } = await root.run(["sha256sum", SETUP_BACKUP]);
    if (!stdout.startsWith(sha256(facts.daemonJson))) throw new Error("somebody changed the file at the same time");
  }
  if (id === "reload" && !(await until(() => parts.isListed(), reloadTimeoutMs)))
    throw new Error(`Docker did not list the runtime within ${reloadTimeoutMs / 1000} s`);
}

async function takenBack({ root, plan: { reload }, parts }: Execution, state: SetupState): Promise<string> {
  try {
    await takeBack(root, state, { isOurs: true, reload, isListed: () => parts.isListed() });
    // One that did not survive what it read; to one that runs this is nothing.
    if (reload[0] === "systemctl") await root.run(["systemctl", "start", "docker"]);
    return "All that was done before was taken back.";
  } catch (error) {
    return `Not all of it could be taken back (${error instanceof Error ? error.message : String(error)}): moat setup --undo`;
  }
}

function failure({ id, summary }: SetupStep, error: unknown, end: string): MoatError {
  const message = error instanceof Error ? error.message : String(error);
  if (isMoatError(error))
    return new MoatError(error.code, message, { hint: `${error.hint}\n${end}`, details: error.details, cause: error });
  return new MoatError("SETUP_FAILED", `A step of the set-up failed (${summary}): ${message.replace(/\.$/, "")}.`, {
    hint: end,
    details: { step: id },
    cause: error,
  });
}
