import { type RunContext, type RunPlan, startRun } from "@moat/run-manager";
import { terminalSize } from "../terminal/raw-terminal.ts";
import { type AttendResult, attend } from "./attend.ts";
import { watchSignals } from "./signal-watch.ts";
import { unlessInterrupted } from "./unless-interrupted.ts";

/** Starts a run and stays with it: streams pass through, signals go to the command. */
export async function runInForeground(
  context: RunContext,
  plan: RunPlan,
  detachKeys: Uint8Array,
): Promise<AttendResult> {
  using signals = watchSignals();
  return await unlessInterrupted(signals, async () => {
    const started = await startRun(context, plan, { signal: signals.preparing, terminalSize: terminalSize() });
    return await attend(context, started, signals, {
      interactive: plan.interactive,
      readsInput: plan.stdin,
      detachKeys,
      screen: "",
      fromStart: true,
      whenUnread: "end",
    });
  });
}
