import { isMoatError } from "@moat/core";
import { type Attendance, type Attended, type RunContext, type RunPlan, attendRun, startRun } from "@moat/run-manager";
import { onInterrupts, signalExitCode } from "../terminal/interrupts.ts";
import { processIO } from "../terminal/process-streams.ts";
import { enterRawMode, terminalSize } from "../terminal/raw-terminal.ts";
import { endWhenUnread } from "./end-when-unread.ts";
import { signalPlan } from "./signal-plan.ts";

/** How a foreground run ended: watched to its end, left alone by a signal, or never begun. */
export type ForegroundResult =
  | Extract<Attended, { kind: "ended" }>
  | { readonly kind: "left" | "interrupted"; readonly exitCode: number };

/** Starts a run and stays with it: streams pass through, signals go to the command. */
export async function runInForeground(context: RunContext, plan: RunPlan): Promise<ForegroundResult> {
  const starting = new AbortController();
  const givenUp = Promise.withResolvers<ForegroundResult>();
  const actionFor = signalPlan();
  let attendance: Attendance | undefined;
  let startedBy: NodeJS.Signals | undefined;
  let leftBy: NodeJS.Signals = "SIGHUP";
  const release = onInterrupts((name) => {
    const action = actionFor(name, performance.now());
    if (attendance === undefined) {
      // What is undone may need an engine that hangs: whoever insists goes, and the next command cleans up.
      if (action.kind === "leave" && startedBy !== undefined) givenUp.resolve(interrupted(startedBy));
      startedBy ??= name;
      starting.abort(new Error(name));
    } else if (action.kind === "leave") {
      leftBy = name;
      attendance.detach();
    } else void attendance.signal(action.signal);
  });
  const onResize = () => void attendance?.resize(terminalSize());
  process.stdout.on("resize", onResize);
  let leaveRawMode: (() => void) | undefined;
  const stay = async (): Promise<ForegroundResult> => {
    const started = await startRun(context, plan, { signal: starting.signal, terminalSize: terminalSize() });
    if (plan.interactive) leaveRawMode = enterRawMode();
    const watched = attendRun(
      context,
      started,
      processIO(plan.stdin, () => endWhenUnread(watched)),
    );
    attendance = watched;
    if (startedBy !== undefined) await watched.signal(startedBy);
    await watched.resize(terminalSize());
    const attended = await watched.done;
    return attended.kind === "ended"
      ? attended
      : { kind: "left", exitCode: leftBy === "SIGHUP" ? 0 : signalExitCode(leftBy) };
  };
  try {
    return await Promise.race([stay(), givenUp.promise]);
  } catch (error) {
    if (startedBy === undefined || !isMoatError(error, "CANCELED")) throw error;
    return interrupted(startedBy);
  } finally {
    leaveRawMode?.();
    process.stdout.off("resize", onResize);
    release();
  }
}

function interrupted(by: NodeJS.Signals): ForegroundResult {
  return { kind: "interrupted", exitCode: signalExitCode(by) };
}
