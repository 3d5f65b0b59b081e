import { type Attachment, MoatError } from "@moat/core";
import { type RunContext, type RunRecord, attachRun, joinHistory, reconcileRuns } from "@moat/run-manager";
import { terminalSize } from "../terminal/raw-terminal.ts";
import { replayScreen } from "../terminal/replay-screen.ts";
import { screenHistory } from "../terminal/screen-history.ts";
import { type AttendResult, attend, unlessInterrupted } from "./attend.ts";
import { detachKeysFor } from "./detach-keys-for.ts";
import { guessedRun } from "./guessed-run.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";
import { sayLeft } from "./say-left.ts";
import { watchSignals } from "./signal-watch.ts";

/** How to attach. */
export interface AttachFlags {
  /** The flag; see `detachKeysFor`. */
  readonly detachKeys: string | undefined;
  /** Whether what is typed, or piped in, reaches the command. */
  readonly input: boolean;
}

/** Attaches to a live run, the newest when none is named, and returns the exit code. */
export async function attachToRun(
  bench: Workbench,
  reference: string | undefined,
  { detachKeys, input }: AttachFlags,
): Promise<number> {
  const { terminal, env } = bench.host;
  const context = await openReadOnly(bench);
  await using _runtime = context.runtime;
  await reconcileRuns(context);
  const record =
    reference === undefined
      ? await guessedRun(bench, { command: "attach", whenSeveral: "newest" })
      : await bench.store.find(reference);
  const interactive = record.interactive && input;
  if (interactive && !(terminal.stdin && terminal.stdout)) throw needsTerminal(record, terminal.stdin);
  const keys = detachKeysFor(interactive, detachKeys, env);
  // A terminal that a run without one does not need stays the shell's: only what is piped in reaches the command.
  const readsInput = interactive || (input && !record.interactive && !terminal.stdin);
  using signals = watchSignals();
  const result = await unlessInterrupted(signals, async (): Promise<AttendResult> => {
    const attached = await attachRun(context, record, { input: readsInput, signal: signals.preparing });
    const replays = record.interactive && terminal.stdout;
    const { screen, attachment } = replays ? await replayed(context, attached) : { ...attached, screen: "" };
    return await attend(context, { ...attached, attachment }, signals, {
      interactive,
      readsInput,
      detachKeys: keys,
      screen,
      whenUnread: "leave",
    });
  });
  sayLeft(bench, record.name, result);
  return result.exitCode;
}

/** What draws the run's screen on this terminal, and what comes after it. */
async function replayed(
  context: RunContext,
  attached: Awaited<ReturnType<typeof attachRun>>,
): Promise<{ readonly screen: string; readonly attachment: Attachment }> {
  const { attachment } = attached;
  try {
    const history = screenHistory();
    const output = await joinHistory(context, attached, (data) => history.see(data));
    const size = terminalSize();
    const screen = size.rows === 0 ? "" : await replayScreen(history.bytes(), size);
    return { screen: emptyScreen(size.rows) + screen, attachment: withOutput(attachment, output) };
  } catch (error) {
    await attachment[Symbol.asyncDispose]();
    throw error;
  }
}

/** Scrolls what is on the screen up, where it can be scrolled back to, and goes to the first line. */
function emptyScreen(rows: number): string {
  return `\x1b[0m${"\r\n".repeat(rows)}\x1b[H`;
}

function withOutput(attachment: Attachment, output: Attachment["output"]): Attachment {
  return {
    output,
    write: (data) => attachment.write(data),
    endInput: () => attachment.endInput(),
    resize: (size) => attachment.resize(size),
    [Symbol.asyncDispose]: () => attachment[Symbol.asyncDispose](),
  };
}

function needsTerminal({ name }: RunRecord, stdinIsTerminal: boolean): MoatError {
  const which = stdinIsTerminal ? "stdout" : "stdin";
  return new MoatError(
    "INTERACTIVE_NEEDS_TERMINAL",
    `The run ${name} has a terminal, and to attach to it needs one; ${which} is not one.`,
    { hint: `Run moat in a terminal, or only watch: moat attach --no-stdin ${name}` },
  );
}
