import type { TerminalSize } from "@moat/core";
import {
  type Attendance,
  type Attended,
  EndObserver,
  type RunContext,
  type RunRecord,
  type StartedRun,
  attendRun,
} from "@moat/run-manager";
import { holdTerminal } from "../terminal/hold-terminal.ts";
import { signalExitCode } from "../terminal/interrupts.ts";
import { processIO } from "../terminal/process-streams.ts";
import { endWhenUnread } from "./end-when-unread.ts";
import type { SignalWatch } from "./signal-watch.ts";
import type { Interrupted } from "./unless-interrupted.ts";

/** How a run is attended. */
export interface AttendOptions {
  /** Whether the command has this terminal, and every key. */
  readonly interactive: boolean;
  readonly readsInput: boolean;
  /** The keys that detach in interactive mode; see `detachKeys`. */
  readonly detachKeys: Uint8Array;
  /** What is written to this terminal first; then the command draws anew. Empty when it has just begun. */
  readonly screen: string;
  /** Whether the command has just been started, so that all it writes passes through here. */
  readonly fromStart: boolean;
  /** What becomes of the command when nobody reads its output any more. */
  readonly whenUnread: "end" | "leave";
}

/** How attending ended: with the command, by the escape keys, by a signal, or before there was anything to attend. */
export type AttendResult =
  | (Extract<Attended, { kind: "ended" }> & { readonly observed: EndObserver })
  | { readonly kind: "detached" | "left"; readonly exitCode: number; readonly record: RunRecord }
  | Interrupted;

/** Stays with a run: its streams pass through, signals go to it, and the terminal is as it was afterwards. */
export async function attend(
  context: RunContext,
  started: StartedRun,
  signals: SignalWatch,
  { interactive, readsInput, detachKeys, screen, fromStart, whenUnread }: AttendOptions,
): Promise<AttendResult> {
  let attendance: Attendance | undefined;
  let byKeys = false;
  let leftBy: NodeJS.Signals = "SIGHUP";
  const observed = new EndObserver({ fromStart });
  const plain = processIO(readsInput, (end) => {
    if (attendance === undefined) return;
    // A closed window is what SIGHUP tells of.
    if (whenUnread === "end" && end === "unread") endWhenUnread(attendance);
    else attendance.detach();
  });
  const onDetach = () => {
    byKeys = true;
    attendance?.detach();
  };
  const resize = async (size: TerminalSize) => {
    await attendance?.resize(size).catch((error: unknown) => context.diagnostics.debug(`no resize: ${String(error)}`));
  };
  using terminal = interactive ? holdTerminal({ io: plain, resize, detachKeys, onDetach }) : undefined;
  const io = terminal?.io ?? plain;
  if (screen !== "") await io.stdout(Buffer.from(screen));
  const watched = observed.signalsTo(attendRun(context, started, observed.streamsOf(io), { fromStart }));
  attendance = watched;
  const leave = (name: NodeJS.Signals) => {
    leftBy = name;
    watched.detach();
  };
  signals.leadTo({ signal: (name) => watched.signal(name), leave });
  void (screen === "" ? terminal?.size.update() : terminal?.size.nudge());
  const attended = await watched.done;
  if (attended.kind === "ended") return { ...attended, observed };
  const { record } = attended;
  if (byKeys) return { kind: "detached", exitCode: 0, record };
  return { kind: "left", exitCode: leftBy === "SIGHUP" ? 0 : signalExitCode(leftBy), record };
}
