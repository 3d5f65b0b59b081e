import { constants } from "node:os";
import { isMoatError } from "@moat/core";
import { type Attendance, type Attended, type RunContext, type RunPlan, attendRun, startRun } from "@moat/run-manager";
import { processIO } from "../terminal/process-streams.ts";
import { enterRawMode, terminalSize } from "../terminal/raw-terminal.ts";

/** A second Ctrl-C within this time ends the command by force. */
const FORCE_WITHIN_MS = 2_000;

const FORWARDED = ["SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;

/** How a foreground run ended: watched to its end, left alone, or never begun. */
export type ForegroundResult = Attended | { readonly kind: "interrupted"; readonly exitCode: number };

/** Starts a run and stays with it: streams pass through, signals go to the command. */
export async function runInForeground(context: RunContext, plan: RunPlan): Promise<ForegroundResult> {
  const starting = new AbortController();
  let attendance: Attendance | undefined;
  let interruptedBy: NodeJS.Signals | undefined;
  let lastInterrupt = Number.NEGATIVE_INFINITY;
  const onSignal = (name: NodeJS.Signals) => {
    if (attendance === undefined) {
      interruptedBy ??= name;
      starting.abort(new Error(name));
    } else if (name === "SIGHUP") {
      void attendance.detach();
    } else {
      const now = performance.now();
      const force = name === "SIGINT" && now - lastInterrupt < FORCE_WITHIN_MS;
      if (name === "SIGINT") lastInterrupt = now;
      void attendance.signal(force ? "SIGKILL" : name);
    }
  };
  const onResize = () => void attendance?.resize(terminalSize());
  for (const name of FORWARDED) process.on(name, onSignal);
  process.stdout.on("resize", onResize);
  let leaveRawMode: (() => void) | undefined;
  try {
    const started = await startRun(context, plan, { signal: starting.signal, terminalSize: terminalSize() });
    if (plan.interactive) leaveRawMode = enterRawMode();
    // Whoever reads our output has gone: the command learns it as it would have without moat in between.
    const io = processIO(plan.stdin, () => void attendance?.signal("SIGPIPE"));
    attendance = attendRun(context, started, io);
    if (interruptedBy !== undefined) await attendance.signal(interruptedBy);
    await attendance.resize(terminalSize());
    return await attendance.done;
  } catch (error) {
    if (interruptedBy === undefined || !isMoatError(error, "CANCELED")) throw error;
    return { kind: "interrupted", exitCode: 128 + constants.signals[interruptedBy] };
  } finally {
    leaveRawMode?.();
    process.stdout.off("resize", onResize);
    for (const name of FORWARDED) process.off(name, onSignal);
  }
}
