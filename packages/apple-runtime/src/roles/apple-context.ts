import type { Diagnostics, RuntimeCapabilities } from "@moat/core";
import type { AppleProgram } from "../program/apple-program.ts";
import type { LifecycleQueue } from "../program/lifecycle-queue.ts";

/** What every role works with. */
export interface AppleContext {
  readonly apple: AppleProgram;
  readonly queue: LifecycleQueue;
  /** Where supervisors listen and write. */
  readonly stateDir: string;
  readonly diagnostics: Diagnostics;
  readonly capabilities: RuntimeCapabilities;
  /** On what the runtime makes for itself. */
  readonly labels: Readonly<Record<string, string>>;
  readonly defaultMemoryBytes: number;
}
