import { constants } from "node:os";
import { type ContainerExit, isMoatError } from "@moat/core";
import { droppedBytes } from "../log/dropped-bytes.ts";
import { type PendingLog, type WrittenLog, hasLogFile, measureLogFile, writeLogFile } from "../log/log-file.ts";
import { isLogRead } from "../log/log-readers.ts";
import type { RunRecord } from "../run-record.ts";
import type { RunContext } from "./run-context.ts";

/** What is known beside what the container knows. */
export interface FinishOptions {
  /** The whole output, where somebody kept it as it came: then the engine is not asked for its log. */
  readonly log?: PendingLog | undefined;
  /** Bytes that the command wrote, where somebody read all of them. */
  readonly writtenBytes?: number | undefined;
  /** Told how much output is saved, by whomever. */
  readonly onSaved?: (bytes: number) => void;
}

/**
 * Brings home what an ended container knows (its output, how it ended), and only then removes it, unless it is kept.
 * Several processes may do this for one run at once; each step is idempotent, and none believes half an answer.
 */
export async function finishRun(
  context: RunContext,
  record: RunRecord,
  exit: ContainerExit,
  { log, writtenBytes, onSaved = () => {} }: FinishOptions = {},
): Promise<RunRecord> {
  const { runtime, store } = context;
  const saved = await savedLog(context, record, { log, writtenBytes });
  if (typeof saved !== "string") onSaved(saved.bytes);
  const keep = record.keep || saved === "unreadable";
  const { logBytes } = record;
  const dropped =
    typeof saved === "string"
      ? null
      : droppedBytes({ logBytes, writtenBytes, savedBytes: saved.bytes, savedMessages: saved.messages });
  const ended = await store.update(record.id, (now) => ({
    ...now,
    keep,
    droppedBytes: dropped,
    startedAt: exit.startedAt,
    finishedAt: exit.finishedAt,
    state: { status: "exited", exitCode: exit.code, signal: signalOf(exit.code), outOfMemory: exit.outOfMemory },
  }));
  if (!keep) await runtime.containers.remove(record.containerId);
  await store.settle(record.id);
  return ended;
}

/** The name of the signal that an exit code of 128+n stands for; empty when it stands for none. */
function signalOf(code: number): string {
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0] ?? "";
}

/** An output that the engine cannot read now it will not be able to read later: then its container is kept. */
async function savedLog(
  context: RunContext,
  record: RunRecord,
  kept: Pick<FinishOptions, "log" | "writtenBytes">,
): Promise<WrittenLog | "unreadable" | "gone"> {
  try {
    return await saveLog(context, record, kept);
  } catch (error) {
    if (isMoatError(error, "CONTAINER_NOT_FOUND")) {
      context.diagnostics.warn(`the output of the run ${record.name} is lost: somebody removed its container`);
      return "gone";
    }
    if (!isMoatError(error, "ENGINE_FAILED")) throw error;
    const { message } = error;
    context.diagnostics.warn(`the output of the run ${record.name} is not saved, so its container is kept: ${message}`);
    return "unreadable";
  }
}

async function saveLog(
  { runtime, store }: RunContext,
  record: RunRecord,
  { log, writtenBytes }: Pick<FinishOptions, "log" | "writtenBytes">,
): Promise<WrittenLog> {
  const path = store.logPath(record.id);
  if (await hasLogFile(path)) return await measureLogFile(path);
  // Whoever is reading the engine's log goes on in the run's own copy, and has to find the same there.
  if (log !== undefined && !(await isLogRead(path))) {
    return (await log.publish()) ? log.written : await measureLogFile(path);
  }
  const entries = runtime.streams.logs(record.containerId, { follow: false, tail: "all" });
  // The engine ends the stream as if all were well when somebody removes the container meanwhile. Whoever did that
  // had saved the whole log before. Where every byte that was seen is here, and nobody has, there is nothing to ask; what was
  // seen alone says little, for an engine that was restarted may have cut that as well.
  const confirm = async ({ bytes }: WrittenLog) => {
    if (bytes !== writtenBytes || (await hasLogFile(path))) await runtime.containers.inspect(record.containerId);
  };
  try {
    return await writeLogFile(path, entries, { confirm });
  } catch (error) {
    // Who removes a container has saved its log: an engine calls one that is going "dead", or says that there is none.
    if (isMoatError(error) && (await hasLogFile(path))) return await measureLogFile(path);
    throw error;
  }
}
