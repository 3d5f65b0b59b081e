import type { ResourceLimits } from "@moat/core";

/** The limits of a run that sets none. */
export const DEFAULT_LIMITS: ResourceLimits = {
  memoryBytes: 0,
  cpus: 0,
  // Under gVisor the sandbox's own threads count as well: fewer would break builds, more would let a fork bomb out.
  pids: 4096,
  logBytes: 1024 ** 3,
};
