import type { Diagnostics, Progress } from "@moat/core";

/** Diagnostics that remember what they were told. */
export interface RecordedDiagnostics {
  /** What to hand to the code under test. */
  readonly diagnostics: Diagnostics;
  readonly warnings: readonly string[];
  readonly debugs: readonly string[];
  readonly progress: readonly Progress[];
}

/** Creates diagnostics whose records grow as the code under test speaks. */
export function recordDiagnostics(): RecordedDiagnostics {
  const warnings: string[] = [];
  const debugs: string[] = [];
  const progress: Progress[] = [];
  const diagnostics: Diagnostics = {
    warn: (message) => void warnings.push(message),
    debug: (message) => void debugs.push(message),
    progress: (step) => void progress.push(step),
  };
  return { diagnostics, warnings, debugs, progress };
}
