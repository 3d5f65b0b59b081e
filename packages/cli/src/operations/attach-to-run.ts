import { MoatError } from "@moat/core";
import {
  type AttachRunOptions,
  type AttachedRun,
  type RunContext,
  type RunRecord,
  attachRun,
  attachWithHistory,
  reconcileRuns,
} from "@moat/run-manager";
import { terminalSize } from "../terminal/raw-terminal.ts";
import { replayScreen } from "../terminal/replay-screen.ts";
import { screenHistory } from "../terminal/screen-history.ts";
import { type AttendResult, attend } from "./attend.ts";
import { detachKeysFor } from "./detach-keys-for.ts";
import { guessedRun } from "./guessed-run.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";
import { sayLeft } from "./say-left.ts";
import { sayWhyEnded } from "./say-why-ended.ts";
import { watchSignals } from "./signal-watch.ts";
import { unlessInterrupted } from "./unless-interrupted.ts";

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
    const options = { input: readsInput, signal: signals.preparing };
    const replays = record.interactive && terminal.stdout;
    const { attached, screen } = replays
      ? await withScreen(context, record, options)
      : { attached: await attachRun(context, record, options), screen: "" };
    return await attend(context, attached, signals, {
      interactive,
      readsInput,
      detachKeys: keys,
      screen,
      fromStart: false,
      whenUnread: "leave",
    });
  });
  await sayLeft(bench, result);
  // The record has no word of which variables were passed on, nor of the limit.
  sayWhyEnded(bench, { ...record, env: {}, mounts: [], memoryBytes: 0 }, result);
  return result.exitCode;
}

/** Connects to a run's terminal, and tells what draws its screen on this one. */
async function withScreen(
  context: RunContext,
  record: RunRecord,
  options: AttachRunOptions & { readonly signal: AbortSignal },
): Promise<{ readonly attached: AttachedRun; readonly screen: string }> {
  const history = screenHistory();
  const attached = await attachWithHistory(context, record, options, (data) => history.see(data));
  try {
    const size = terminalSize();
    const screen = size.rows === 0 ? "" : await replayScreen(history.bytes(), size);
    if (options.signal.aborted) throw new MoatError("CANCELED", `Canceled while attaching to the run ${record.name}.`);
    return { attached, screen: emptyScreen(size.rows) + screen };
  } catch (error) {
    await attached.attachment[Symbol.asyncDispose]();
    throw error;
  }
}

/** Scrolls what is on the screen up, where it can be scrolled back to, and goes to the first line. */
function emptyScreen(rows: number): string {
  return `\x1b[0m${"\r\n".repeat(rows)}\x1b[H`;
}

function needsTerminal({ name }: RunRecord, stdinIsTerminal: boolean): MoatError {
  const which = stdinIsTerminal ? "stdout" : "stdin";
  return new MoatError(
    "INTERACTIVE_NEEDS_TERMINAL",
    `The run ${name} has a terminal, and to attach to it needs one; ${which} is not one.`,
    { hint: `Run moat in a terminal, or only watch: moat attach --no-stdin ${name}` },
  );
}
