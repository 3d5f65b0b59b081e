import { type CallOptions, type LabelledObject, isMoatError } from "@moat/core";
import { type RetryPolicy, retry } from "../program/retry.ts";
import { failureOf } from "../program/map-error.ts";
import { carries, readLabels } from "../state/labels.ts";
import { parseJson, textAt, textsAt } from "../state/read-json.ts";
import { unreadable } from "../state/raw-container.ts";
import type { AppleContext } from "./apple-context.ts";

/** Networks and volumes are kept, listed and removed in one way. */
export type Shelf = "network" | "volume";

/** Reads `network list` or `volume list`. Pure. */
export function readShelf(stdout: string, shelf: Shelf): readonly LabelledObject[] {
  const value = parseJson(stdout);
  if (!Array.isArray(value)) throw unreadable(`${shelf}s`, stdout);
  return value.flatMap((item: unknown) => {
    const name = textAt(item, "configuration", "name") || textAt(item, "id");
    return name === "" ? [] : [{ id: name, name, labels: readLabels(textsAt(item, "configuration", "labels")) }];
  });
}

/** Lists what carries all of these labels. */
export async function listShelf(
  { apple }: AppleContext,
  shelf: Shelf,
  labels: Readonly<Record<string, string>>,
  { signal }: CallOptions,
): Promise<readonly LabelledObject[]> {
  const operation = `list ${shelf}s`;
  const stdout = await apple.run([shelf, "list", "--format=json"], {
    operation,
    timeoutMs: apple.deadlines.queryMs,
    signal,
  });
  return readShelf(stdout, shelf).filter((object) => carries(object.labels, labels));
}

/** What has just been used may not be free yet. */
const PATIENCE: RetryPolicy = { on: ["busy"], tries: 5, pauseMs: 200 };

/** Removes one; one that does not exist is no error. Throws `CONTAINER_STATE` while containers use it. */
export async function removeFromShelf(
  { apple }: AppleContext,
  shelf: Shelf,
  id: string,
  options: CallOptions,
): Promise<void> {
  const operation = `remove the ${shelf} ${id}`;
  const timeoutMs = apple.deadlines.removeMs;
  try {
    await retry(PATIENCE, options, async () => {
      await apple.run([shelf, "delete", id], { operation, timeoutMs, signal: options.signal });
    });
  } catch (error) {
    const isMissing = failureOf(error) === "object-missing" || isMoatError(error, "NETWORK_NOT_FOUND");
    if (!isMissing) throw error;
  }
}
