import { type ContainerExit, MoatError, type TerminalSize, isMoatError } from "@moat/core";
import { readLogFile } from "../log/log-file.ts";
import type { RunRecord } from "../run-record.ts";
import { feed } from "./feed.ts";
import { finishRun } from "./finish-run.ts";
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

/** What somebody who watched a run from its start has got of its output. */
interface Watched {
  readonly io: RunIO;
  /** Bytes that came through. */
  readonly passed: { stdout: number; stderr: number };
}

/** How a run is attended. */
export interface AttendRunOptions {
  /** Whether the run has just been started, so that all it writes passes through here, but for what is lost on the way. */
  readonly fromStart: boolean;
}

/** Watches a started run: bytes go through unchanged in both directions, and the run is finished when it ends. */
export function attendRun(context: RunContext, started: StartedRun, io: RunIO, options: AttendRunOptions): Attendance {
  const { record, attachment } = started;
  const left = Promise.withResolvers<Attended>();
  const watchOrLeave = async (): Promise<Attended> => {
    await using _connection = attachment;
    return await Promise.race([watch(context, started, io, options), left.promise]);
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
      left.resolve({ kind: "detached", record });
    },
  };
}

async function watch(
  context: RunContext,
  started: StartedRun,
  io: RunIO,
  { fromStart }: AttendRunOptions,
): Promise<Attended> {
  const { attachment, record } = started;
  // Whoever attaches later has not seen what came before; and a screen is not mended by what is missing in the middle.
  const isWhole = fromStart && !record.interactive;
  const passed = { stdout: 0, stderr: 0 };
  try {
    if (attachment !== undefined) {
      feed(attachment, io.stdin).catch((error: unknown) =>
        context.diagnostics.debug(`the input broke off: ${String(error)}`),
      );
      for await (const { stream, data } of attachment.output) {
        passed[stream] += data.length;
        await io[stream](data);
      }
      if (isWhole) return await endOf(context, record, { io, passed });
    }
    return await endOf(context, record, undefined);
  } catch (error) {
    if (!isMoatError(error) || (error.kind !== "unavailable" && error.kind !== "timeout")) throw error;
    throw new MoatError(error.code, `Lost sight of the run ${record.name}: ${error.message}`, {
      hint: `The run goes on if the engine does; see: moat logs ${record.name}`,
      details: error.details,
      cause: error,
    });
  }
}

/** What the command ended with is what counts: failing to write it down must not hide it. */
async function endOf(context: RunContext, record: RunRecord, watched: Watched | undefined): Promise<Attended> {
  let exit: ContainerExit;
  try {
    exit = await context.runtime.containers.wait(record.containerId);
  } catch (error) {
    if (!isMoatError(error, "CONTAINER_NOT_FOUND")) throw error;
    return await endSeenByOthers(context, record);
  }
  try {
    return { kind: "ended", record: await finishWatched(context, record, exit, watched), exitCode: exit.code };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    context.diagnostics.warn(`could not finish the run ${record.name}, the next command will try again: ${why}`);
    return { kind: "ended", record, exitCode: exit.code };
  }
}

/** Finishes a run. What did not come through, since an engine that was restarted broke the connection, comes now. */
async function finishWatched(
  context: RunContext,
  record: RunRecord,
  exit: ContainerExit,
  watched: Watched | undefined,
): Promise<RunRecord> {
  if (watched === undefined) return await finishRun(context, record, exit);
  const { io, passed } = watched;
  const writtenBytes = passed.stdout + passed.stderr;
  let savedBytes = 0;
  const ended = await finishRun(context, record, exit, { writtenBytes, onSaved: (bytes) => (savedBytes = bytes) });
  if (savedBytes <= writtenBytes) return ended;
  context.diagnostics.warn(
    `the connection to the run ${record.name} broke off; the rest of its output is from its log`,
  );
  for await (const { stream, data } of readLogFile(context.store.logPath(record.id), { tail: "all" })) {
    const known = Math.min(passed[stream], data.length);
    passed[stream] -= known;
    if (known < data.length) await io[stream](data.subarray(known));
  }
  return ended;
}

/** The container is gone: another moat process has finished the run, or somebody has removed it. */
async function endSeenByOthers({ store }: RunContext, record: RunRecord): Promise<Attended> {
  const now = await lastRecord(store, record);
  await store.settle(record.id);
  if (now.state.status === "exited") return { kind: "ended", record: now, exitCode: now.state.exitCode };
  throw new MoatError("CONTAINER_NOT_FOUND", `Somebody removed the container of the run ${record.name}.`, {
    details: { run: record.id, containerId: record.containerId },
  });
}

/** The record of a run whose container is gone: `lost`, unless another process has written how it ended. */
async function lastRecord(store: RunContext["store"], { id, name }: RunRecord): Promise<RunRecord> {
  try {
    return await store.update(id, (current) => ({
      ...current,
      finishedAt: new Date().toISOString(),
      state: { status: "lost" },
    }));
  } catch (error) {
    if (!isMoatError(error, "RUN_NOT_FOUND")) throw error;
    throw new MoatError("RUN_NOT_FOUND", `Somebody removed the run ${name}.`, { details: { run: id }, cause: error });
  }
}
