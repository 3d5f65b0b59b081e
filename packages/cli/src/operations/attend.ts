import { isMoatError } from "@moat/core";
import { type Attended, type RunContext, type StartedRun, attendRun } from "@moat/run-manager";
import { sizeFollower } from "../terminal/follow-size.ts";
import { interactiveIO } from "../terminal/interactive-io.ts";
import { signalExitCode } from "../terminal/interrupts.ts";
import { processIO } from "../terminal/process-streams.ts";
import { enterRawMode, terminalSize } from "../terminal/raw-terminal.ts";
import { terminalModes } from "../terminal/terminal-modes.ts";
import { endWhenUnread } from "./end-when-unread.ts";
import type { SignalWatch } from "./signal-watch.ts";

/** How a run is attended. */
export interface AttendOptions {
  /** Whether the command has this terminal, and every key. */
  readonly interactive: boolean;
  readonly readsInput: boolean;
  /** The keys that detach in interactive mode; see `detachKeys`. */
  readonly detachKeys: Uint8Array;
  /** What is written to this terminal first; then the command draws anew. Empty when it has just begun. */
  readonly screen: string;
  /** What becomes of the command when nobody reads its output any more. */
  readonly whenUnread: "end" | "leave";
}

/** How attending ended: with the command, by the escape keys, by a signal, or before there was anything to attend. */
export type AttendResult =
  | Extract<Attended, { kind: "ended" }>
  | { readonly kind: "detached" | "left" | "interrupted"; readonly exitCode: number };

/** Stays with a run: its streams pass through, signals go to it, and the terminal is as it was afterwards. */
export async function attend(
  context: RunContext,
  started: StartedRun,
  signals: SignalWatch,
  { interactive, readsInput, detachKeys, screen, whenUnread }: AttendOptions,
): Promise<AttendResult> {
  const modes = terminalModes();
  let byKeys = false;
  const onDetach = () => {
    byKeys = true;
    attendance.detach();
  };
  const follower = sizeFollower(terminalSize, async (size) => {
    await attendance.resize(size).catch((error: unknown) => context.diagnostics.debug(`no resize: ${String(error)}`));
  });
  const onResize = () => void follower.update();
  const plain = processIO(readsInput, () => {
    if (whenUnread === "end") endWhenUnread(attendance);
    else attendance.detach();
  });
  const io = interactive ? interactiveIO(plain, { modes, detachKeys, onDetach }) : plain;
  const terminal = interactive ? enterRawMode({ undo: () => modes.leave(), onContinued }) : undefined;
  function onContinued(): void {
    process.stdout.write(modes.enter());
    void follower.nudge();
  }
  if (screen !== "") await io.stdout(Buffer.from(screen));
  const attendance = attendRun(context, started, io);
  if (interactive) process.stdout.on("resize", onResize);
  try {
    await signals.leadTo(attendance);
    if (interactive) void (screen === "" ? follower.update() : follower.nudge());
    const attended = await attendance.done;
    if (attended.kind === "ended") return attended;
    if (byKeys) return { kind: "detached", exitCode: 0 };
    return { kind: "left", exitCode: signals.leftBy === "SIGHUP" ? 0 : signalExitCode(signals.leftBy) };
  } finally {
    process.stdout.off("resize", onResize);
    terminal?.leave();
  }
}

/** Does what needs a run, and says so when a signal came before there was one. */
export async function unlessInterrupted(
  signals: SignalWatch,
  work: () => Promise<AttendResult>,
): Promise<AttendResult> {
  try {
    return await Promise.race([work(), signals.givenUp.then(interrupted)]);
  } catch (error) {
    if (signals.before === undefined || !isMoatError(error, "CANCELED")) throw error;
    return interrupted(signals.before);
  }
}

function interrupted(by: NodeJS.Signals): AttendResult {
  return { kind: "interrupted", exitCode: signalExitCode(by) };
}
