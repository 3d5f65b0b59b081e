import { type ContainerInfo, type Runtime, isMoatError } from "@moat/core";
import { LABELS } from "../run-labels.ts";
import type { RunRecord } from "../run-record.ts";

/** Finds a run's container: by its id, or by its label where the id never reached the record. */
export async function findContainerOf(runtime: Runtime, record: RunRecord): Promise<ContainerInfo | undefined> {
  const id =
    record.containerId === ""
      ? (await runtime.containers.list({ labels: { [LABELS.run]: record.id } }))[0]?.id
      : record.containerId;
  if (id === undefined) return undefined;
  try {
    const container = await runtime.containers.inspect(id);
    // A record is a file, which others may be able to write: it must not lead to a container that is not the run's.
    return container.labels[LABELS.run] === record.id ? container : undefined;
  } catch (error) {
    if (isMoatError(error, "CONTAINER_NOT_FOUND")) return undefined;
    throw error;
  }
}
