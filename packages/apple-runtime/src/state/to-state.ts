import type { ContainerExit, ContainerState } from "@moat/core";
import type { RawContainer } from "./raw-container.ts";

/** What moat itself knows of a container. */
export interface LocalFacts {
  /** How it ended, if the supervisor has written it down. */
  readonly exit: ContainerExit | undefined;
  /** When it was started; empty when it was not, or not from here. */
  readonly startedAt: string;
}

/** The code of a process of which nobody knows how it ended; the program itself gives it when its machine crashes. */
export const UNKNOWN_EXIT_CODE = 255;

/** Where a container is in its life, or that its end is known to nobody. Pure. */
export function toState(
  raw: RawContainer,
  local: LocalFacts,
): ContainerState | { readonly phase: "lost"; readonly exit: ContainerExit } {
  if (local.exit !== undefined) return { phase: "exited", exit: local.exit };
  const startedAt = local.startedAt || raw.startedDate;
  if (raw.state === "running" || raw.state === "stopping") return { phase: "running", startedAt };
  if (startedAt === "") return { phase: "created" };
  return { phase: "lost", exit: lostExit(startedAt) };
}

/** The end of a process that nobody saw: its code is not known, and is not said to be 0. */
function lostExit(startedAt: string): ContainerExit {
  return {
    code: UNKNOWN_EXIT_CODE,
    outOfMemory: false,
    error:
      "The exit code is not known: Apple's container tells it only to the process that started it, and that one was gone.",
    startedAt,
    finishedAt: new Date().toISOString(),
  };
}
