import { type Attendance, type RunIO, attendRun } from "../execute/attend-run.ts";
import { startRun } from "../execute/start-run.ts";
import { readLogFile } from "../log/log-file.ts";
import type { RunPlan } from "../run-plan.ts";
import { START, type RunScene } from "./run-scene.ts";

/** Keeps what a run writes. */
export function recorder(stdin?: RunIO["stdin"]): { io: RunIO; stdout: () => string; stderr: () => string } {
  const written = { stdout: "", stderr: "" };
  const take = (stream: "stdout" | "stderr") => (data: Uint8Array) => {
    written[stream] += Buffer.from(data).toString("latin1");
    return Promise.resolve();
  };
  const io: RunIO = { stdin, stdout: take("stdout"), stderr: take("stderr") };
  return { io, stdout: () => written.stdout, stderr: () => written.stderr };
}

/** Starts and watches a run of one of the testkit's programs. */
export async function attend(
  { context, plan }: RunScene,
  command: readonly string[],
  io: RunIO,
  given: Partial<RunPlan> = {},
): Promise<Attendance> {
  return attendRun(context, await startRun(context, plan(command, given), START), io, { fromStart: true });
}

/** From now on the engine is out of sight for a while whenever somebody waits for an end. */
export function loseSight({ runtime: { containers } }: RunScene): void {
  const wait = containers.wait.bind(containers);
  containers.wait = async (id, options) => {
    options?.onGap?.();
    return await wait(id, options);
  };
}

/** The run's own copy of its output. */
export async function logOf({ context }: RunScene, id: string): Promise<string> {
  let text = "";
  for await (const { stream, data } of readLogFile(context.store.logPath(id), { tail: "all" }))
    text += `${stream}=${Buffer.from(data).toString()};`;
  return text;
}
