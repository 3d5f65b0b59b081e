import { MoatError } from "@moat/core";

/** Tells whether one of these texts says that there was no room on a disk. */
export function isDiskFull(texts: readonly string[]): boolean {
  return texts.some((text) => /no space left on device|disk quota exceeded/i.test(text));
}

/** The error for what could not be kept. What the engine has of it is no image, and has no name. */
export function diskFull(operation: string, details: Readonly<Record<string, unknown>>, cause?: unknown): MoatError {
  return new MoatError("ENGINE_DISK_FULL", `Could not ${operation}: there is no room left on the engine's disk.`, {
    hint: "Make room there, for instance by: docker system prune",
    details,
    ...(cause === undefined ? {} : { cause }),
  });
}
