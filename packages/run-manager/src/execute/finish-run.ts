import { constants } from "node:os";
import { type ContainerExit, isMoatError } from "@moat/core";
import { hasLogFile, writeLogFile } from "../log/log-file.ts";
import type { RunRecord } from "../run-record.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Brings home what an ended container knows (its output, how it ended), and only then removes it, unless it is kept.
 * Several processes may do this for one run at once; each step is idempotent, and none believes half an answer.
 */
export async function finishRun(context: RunContext, record: RunRecord, exit: ContainerExit): Promise<RunRecord> {
  const { runtime, store } = context;
  const keep = record.keep || !(await isLogSaved(context, record));
  const ended = await store.update(record.id, (now) => ({
    ...now,
    keep,
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
async function isLogSaved(context: RunContext, record: RunRecord): Promise<boolean> {
  try {
    await saveLog(context, record);
    return true;
  } catch (error) {
    if (!isMoatError(error, "ENGINE_FAILED")) throw error;
    const { message } = error;
    context.diagnostics.warn(`the output of the run ${record.name} is not saved, so its container is kept: ${message}`);
    return false;
  }
}

async function saveLog({ runtime, store }: RunContext, record: RunRecord): Promise<void> {
  const path = store.logPath(record.id);
  if (await hasLogFile(path)) return;
  const entries = runtime.streams.logs(record.containerId, { follow: false, tail: "all" });
  // The engine ends the stream as if all were well when somebody removes the container meanwhile. Whoever did that
  // had saved the whole log before.
  const confirm = async () => {
    await runtime.containers.inspect(record.containerId);
  };
  try {
    await writeLogFile(path, entries, { confirm });
  } catch (error) {
    const savedByAnother = isMoatError(error, "CONTAINER_NOT_FOUND") && (await hasLogFile(path));
    if (!savedByAnother) throw error;
  }
}
