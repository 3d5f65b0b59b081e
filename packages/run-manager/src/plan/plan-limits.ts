import type { Settings } from "@moat/config";
import { MoatError, type ResourceLimits, type Ulimit } from "@moat/core";
import type { PlannedUlimit } from "../run-plan.ts";

const MEGABYTE = 1_048_576;

/** Under gVisor the sandbox's own threads count as well: fewer would break builds, more would let a fork bomb out. */
const PIDS = 4096;

/** Decides how much of the machine the container may use; 0 is no limit. */
export function planLimits({ memoryMb, cpus, logSizeMb }: Settings): ResourceLimits {
  return {
    memoryBytes: memoryMb.value * MEGABYTE,
    cpus: cpus.value,
    pids: PIDS,
    logBytes: logSizeMb.value * MEGABYTE,
  };
}

/** Tells whether a limit is one that, without the sandbox, counts what others on the engine's machine do. Pure. */
export function needsSandbox({ name }: Ulimit): boolean {
  return name === "nproc";
}

/** Decides the limits of the kernel. Throws `LIMIT_INVALID`. */
export function planUlimits({ ulimits, sandbox }: Settings): readonly PlannedUlimit[] {
  if (sandbox.value === "none" && ulimits.some(({ value }) => needsSandbox(value))) {
    throw new MoatError(
      "LIMIT_INVALID",
      "The ulimit nproc needs the sandbox: without it, it counts all processes that you have on the engine's machine.",
      { hint: "Leave out `container.ulimits.nproc`, or run with the sandbox." },
    );
  }
  return ulimits.map(({ value, origin }) => ({ ...value, origin }));
}
