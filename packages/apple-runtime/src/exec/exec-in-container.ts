import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type CallOptions, type ExecSpec, type Execution, MoatError } from "@moat/core";
import { type FailureClass, classify, programMessage } from "../program/classify.ts";
import { mapAppleError } from "../program/map-error.ts";
import { type AttachedProgram, attachInTerminal, attachProgram } from "../program/process-port.ts";
import type { AppleContext } from "../roles/apple-context.ts";
import { inspectRaw, stateOf } from "../roles/inspect-container.ts";
import { throwIfCanceled } from "../roles/throw-if-canceled.ts";
import { AppleExecution } from "./apple-execution.ts";
import { execArguments } from "./exec-arguments.ts";

/** How long a process that shows nothing may be refused before it counts as begun: the program does not tell. */
const BEGINNING_MS = 250;

/** What the program says instead of beginning a process; anything else may be the process's own words. */
const REFUSALS: ReadonlySet<FailureClass> = new Set(["service-down", "timeout", "container-missing", "not-running"]);
const NO_ACCOUNT = /failed to (create|exec) process.*(\buser\b|passwd|group|chdir|working directory)/i;

/** Runs one more process in a running container. */
export async function execInContainer(
  context: AppleContext,
  id: string,
  spec: ExecSpec,
  options: CallOptions,
): Promise<Execution> {
  const operation = `run a command in the container ${id}`;
  const { apple, stateDir } = context;
  const raw = await inspectRaw(context, id, options);
  const { phase } = await stateOf(context, raw);
  if (phase !== "running") throw new MoatError("CONTAINER_STATE", `Could not ${operation}: it is ${phase}.`);
  throwIfCanceled(options, operation);
  const marker = randomBytes(12).toString("hex");
  const { args, env } = execArguments(id, spec, { marker, ownVariables: raw.variables });
  const order = { program: apple.path, args, env: { ...apple.env, ...env }, stdin: spec.stdin };
  const isConsole = spec.tty && spec.stdin;
  const stderrPath = isConsole ? join(stateDir, `exec-${marker}.log`) : "";
  if (isConsole) await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const program = isConsole
    ? await attachInTerminal({ ...order, size: spec.terminalSize, stderrPath })
    : await attachProgram(order);
  const refusal = await refusedAtOnce(program);
  if (refusal !== undefined && NO_ACCOUNT.test(refusal.stderr))
    throw new MoatError("EXEC_INVALID", `Could not ${operation}: ${programMessage(refusal.stderr)}.`);
  if (refusal !== undefined && REFUSALS.has(classify(refusal.stderr, refusal.exitCode))) {
    const timeoutMs = apple.deadlines.startMs;
    throw mapAppleError({ kind: "ended", stdout: "", ...refusal }, { operation, program: apple.path, timeoutMs });
  }
  return new AppleExecution({ context, id, marker, user: spec.user, program, stderrPath });
}

/** What the program says when it ends at once without a process; undefined when there was one. */
async function refusedAtOnce(
  program: AttachedProgram,
): Promise<{ readonly exitCode: number; readonly stderr: string } | undefined> {
  const shown = once(program.stdout, "readable");
  shown.catch(() => {});
  const first = await Promise.race([program.exit, shown, delay(BEGINNING_MS)]);
  if (first !== 1) return undefined;
  const stderr = await program.words();
  return stderr.startsWith("Error: ") ? { exitCode: first, stderr } : undefined;
}
