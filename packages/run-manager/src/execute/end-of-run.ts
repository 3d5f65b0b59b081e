import { type ContainerExit, MoatError, isMoatError } from "@moat/core";
import { type PendingLog, readLogFile } from "../log/log-file.ts";
import type { RunRecord } from "../run-record.ts";
import type { Attended, RunIO } from "./attend-run.ts";
import type { AwaitedEnd } from "./awaited-end.ts";
import { finishRun } from "./finish-run.ts";
import type { KeptOutput } from "./kept-output.ts";
import type { RunContext } from "./run-context.ts";

/** Less than the two seconds for which an engine waits for whoever has not read all of the output. */
const TOGETHER_MS = 1500;

/** What somebody who watched a run from its start has got of its output. */
export interface Watched {
  readonly io: RunIO;
  /** Bytes that came through. */
  readonly passed: { stdout: number; stderr: number };
  /** What came through, written down. */
  readonly kept: KeptOutput;
}

/** What the command ended with is what counts: failing to write it down must not hide it. */
export async function endOf(
  context: RunContext,
  record: RunRecord,
  { end, watched }: { readonly end: AwaitedEnd | undefined; readonly watched: Watched | undefined },
): Promise<Attended> {
  const outputEndedAt = Date.now();
  // The disk and the engine, which has to take the container down, work side by side.
  const finishing = watched?.kept.finish();
  let exit: ContainerExit;
  try {
    exit = await exitOf(context, record, end);
  } catch (error) {
    if (!isMoatError(error, "CONTAINER_NOT_FOUND")) throw error;
    return await endSeenByOthers(context, record);
  }
  try {
    const isWhole = end?.hasGap === false && isTogether(outputEndedAt, exit);
    const log = isWhole ? await finishing : undefined;
    return {
      kind: "ended",
      record: await finish(context, record, exit, watched && { ...watched, log }),
      exitCode: exit.code,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    context.diagnostics.warn(`could not finish the run ${record.name}, the next command will try again: ${why}`);
    return { kind: "ended", record, exitCode: exit.code };
  }
}

/**
 * Tells whether the output ended with the command: neither long before, when something on the way may have cut it, nor so much later that
 * the engine may have given up on whoever read it. A machine with another time than this one is not believed either.
 */
function isTogether(outputEndedAt: number, { finishedAt }: ContainerExit): boolean {
  return Math.abs(outputEndedAt - Date.parse(finishedAt)) < TOGETHER_MS;
}

/** The engine may have been restarted since the waiting began: then it is asked again. */
async function exitOf(
  { runtime }: RunContext,
  { containerId }: RunRecord,
  end: AwaitedEnd | undefined,
): Promise<ContainerExit> {
  return (await end?.exit().catch(() => undefined)) ?? (await runtime.containers.wait(containerId));
}

/** Finishes a run. What did not come through, since an engine that was restarted broke the connection, comes now. */
async function finish(
  context: RunContext,
  record: RunRecord,
  exit: ContainerExit,
  watched: (Watched & { readonly log: PendingLog | undefined }) | undefined,
): Promise<RunRecord> {
  if (watched === undefined) return await finishRun(context, record, exit);
  const { io, passed, log } = watched;
  const writtenBytes = passed.stdout + passed.stderr;
  let savedBytes = 0;
  const onSaved = (bytes: number) => (savedBytes = bytes);
  const ended = await finishRun(context, record, exit, { log, writtenBytes, onSaved });
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
