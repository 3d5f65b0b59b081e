import { type ContainerInfo, isMoatError } from "@moat/core";
import { validateRunName } from "@moat/config";
import { containerName } from "../container-name.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { findContainerOf } from "./find-container.ts";
import type { RunContext } from "./run-context.ts";
import { requireOwnEngine } from "./stop-run.ts";

/**
 * Gives a run another name, in its record and then in its engine; killed in between, the next command does the rest.
 * The engine is opened only where it has the run's container.
 *
 * @throws `NAME_INVALID`, `RUN_NOT_FOUND`, `RUN_AMBIGUOUS`, `RUN_NAME_TAKEN`, `ENGINE_UNREACHABLE`, and then nothing is
 *   written.
 */
export async function renameRun(
  open: () => Promise<RunContext>,
  store: RunContext["store"],
  { reference, name }: { readonly reference: string; readonly name: string },
): Promise<RunRecord> {
  validateRunName(name);
  const record = await store.find(reference);
  if (isTerminal(record.state) && !record.keep) return await store.rename(record.id, name);
  const context = await open();
  await requireOwnEngine(context, record);
  const renamed = await store.rename(record.id, name);
  const container = await findContainerOf(context.runtime, renamed);
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
