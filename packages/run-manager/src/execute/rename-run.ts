import { type ContainerInfo, isMoatError } from "@moat/core";
import { containerName } from "../container-name.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine } from "./stop-run.ts";

/**
 * Gives a run another name, in its record and then in its engine; killed in between, the next command does the rest.
 * Throws `RUN_NOT_FOUND`, `RUN_AMBIGUOUS`, `RUN_NAME_TAKEN`, `ENGINE_UNREACHABLE` before anything is written.
 */
export async function renameRun(context: RunContext, reference: string, name: string): Promise<RunRecord> {
  const { runtime, store } = context;
  const record = await store.find(reference);
  const hasContainer = !isTerminal(record.state) || record.keep;
  if (hasContainer) await requireOwnEngine(context, record);
  const renamed = await store.rename(record.id, name);
  if (!hasContainer) return renamed;
  const container = await findContainerOf(runtime, renamed);
  if (container !== undefined) await nameContainer(context, renamed, container);
  return renamed;
}

/** Makes a container's name agree with its run's record, which is what counts. */
export async function nameContainer(
  { runtime }: RunContext,
  record: RunRecord,
  container: ContainerInfo,
): Promise<void> {
  const wanted = containerName(record);
  if (container.name === wanted || !runtime.capabilities.rename) return;
  try {
    await runtime.containers.rename(container.id, wanted);
  } catch (error) {
    // It has ended and is gone, or two processes do this at once.
    if (!isMoatError(error, "CONTAINER_NOT_FOUND", "CONTAINER_NAME_TAKEN")) throw error;
  }
}
