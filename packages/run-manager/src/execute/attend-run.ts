import { MoatError, type TerminalSize, isMoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { endOf } from "./end-of-run.ts";
import { feed } from "./feed.ts";
import { KeptOutput } from "./kept-output.ts";
import { ReaderPace } from "./reader-pace.ts";
import type { RunContext } from "./run-context.ts";
import type { StartedRun } from "./start-run.ts";

/** Where a run's bytes come from and go to. */
export interface RunIO {
  /**
   * What the command reads; undefined when it reads nothing. The memory of a chunk may be used again when the second chunk after it
   * is asked for.
   */
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
  /** Takes what the command writes; resolves when it can take more. */
  readonly stdout: (data: Uint8Array) => Promise<void>;
  readonly stderr: (data: Uint8Array) => Promise<void>;
}

/** How attending a run ended. */
export type Attended =
  | { readonly kind: "ended"; readonly record: RunRecord; readonly exitCode: number }
  | { readonly kind: "detached"; readonly record: RunRecord };

/** A run that somebody is watching. */
export interface Attendance {
  /** Settles when the command has ended and all is saved, or when the watcher has left. */
  readonly done: Promise<Attended>;
  /** Sends a signal to the command; does nothing when it has ended already. */
  signal(name: string): Promise<void>;
  /** Tells the command's terminal its size. */
  resize(size: TerminalSize): Promise<void>;
  /** Leaves the run alone, at once, whatever the engine does. */
  detach(): void;
}

/** How a run is attended. */
export interface AttendRunOptions {
  /** Whether the run has just been started, so that all it writes passes through here, but for what is lost on the way. */
  readonly fromStart: boolean;
}

/** Watches a started run: bytes go through unchanged in both directions, and the run is finished when it ends. */
export function attendRun(context: RunContext, started: StartedRun, io: RunIO, options: AttendRunOptions): Attendance {
  const { record, attachment, end } = started;
  const left = Promise.withResolvers<Attended>();
  // Whoever attaches later has not seen what came before; and a screen is not mended by what is missing in the middle.
  const isWhole = options.fromStart && !record.interactive;
  const kept = new KeptOutput(context.store.logPath(record.id), {
    boundBytes: record.logBytes,
    diagnostics: context.diagnostics,
  });
  if (!isWhole || end === undefined) kept.giveUp();
  const watchOrLeave = async (): Promise<Attended> => {
    await using _connection = attachment;
    await using _kept = kept;
    using _end = end;
    return await Promise.race([watch(context, started, { io, kept, isWhole }), left.promise]);
  };
  return {
    done: watchOrLeave(),
    async signal(name) {
      await context.runtime.containers.signal(record.containerId, name).catch((error: unknown) => {
        context.diagnostics.debug(`could not send ${name}: ${String(error)}`);
      });
    },
    async resize(size) {
      await attachment?.resize(size);
    },
    detach() {
      // Before the connection is closed, which looks like the end of the output.
      kept.giveUp();
      left.resolve({ kind: "detached", record });
    },
  };
}

/** Who watches a run, and how much of it. */
interface Watcher {
  readonly io: RunIO;
  readonly kept: KeptOutput;
  readonly isWhole: boolean;
}

async function watch(
  context: RunContext,
  { attachment, record, end }: StartedRun,
  { io, kept, isWhole }: Watcher,
): Promise<Attended> {
  const passed = { stdout: 0, stderr: 0 };
  const pace = new ReaderPace();
  try {
    if (attachment === undefined) return await endOf(context, record, { end, watched: undefined });
    feed(attachment, io.stdin).catch((error: unknown) =>
      context.diagnostics.debug(`the input broke off: ${String(error)}`),
    );
    for await (const { stream, data } of attachment.output) {
      passed[stream] += data.length;
      await pace.give(async () => {
        const keeping = kept.take({ stream, data });
        await io[stream](data);
        await keeping;
      });
    }
    if (pace.isSlow) kept.giveUp();
    return await endOf(context, record, { end, watched: isWhole ? { io, passed, kept } : undefined });
  } catch (error) {
    if (!isMoatError(error) || (error.kind !== "unavailable" && error.kind !== "timeout")) throw error;
    throw new MoatError(error.code, `Lost sight of the run ${record.name}: ${error.message}`, {
      hint: `The run goes on if the engine does; see: moat logs ${record.name}`,
      details: error.details,
      cause: error,
    });
  }
}
