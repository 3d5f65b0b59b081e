import type { Lock } from "./lock.ts";

/** The lock of a workspace that has none. */
export function emptyLock(): Lock {
  return { file: "", dependencies: {}, images: {}, positionOf: () => undefined };
}
