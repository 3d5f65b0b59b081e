import type { LogEntry, LogOptions } from "@moat/core";
import { readLogFile } from "../log/log-file.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine } from "./stop-run.ts";

/**
 * Reads what a run has written: from its own record once it has ended, from its engine before. The runtime is opened
 * only when it is needed, so that the output of ended runs can be read without any engine.
 */
export async function* readRunLogs(
  record: RunRecord,
  open: () => Promise<RunContext>,
  logPath: string,
  options: LogOptions,
): AsyncGenerator<LogEntry> {
  if (!isTerminal(record.state)) {
    const context = await open();
    await requireOwnEngine(context, record);
    const container = await findContainerOf(context.runtime, record);
    if (container !== undefined) {
      yield* context.runtime.streams.logs(container.id, options);
      return;
    }
  }
  yield* readLogFile(logPath, { tail: options.tail, since: options.since });
}
