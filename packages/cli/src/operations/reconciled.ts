import type { RunContext } from "@moat/run-manager";
import { hasUnfinished, reconcileRuns } from "@moat/run-manager";
import { isMoatError } from "@moat/core";
import { type Workbench, openContext } from "./open-context.ts";

/** Opens the engine for a command that creates nothing: it needs no gVisor, and gives no warning. */
export function openReadOnly(bench: Workbench): Promise<RunContext> {
  return openContext(bench, { sandbox: true, runtime: "", check: "on-create" });
}

/**
 * Finishes what earlier processes could not. Without an engine the records stay as they are, and a warning says that
 * they are what was last known.
 */
export async function reconciled(bench: Workbench): Promise<void> {
  if (!(await hasUnfinished(bench.store))) return;
  try {
    await reconcileRuns(await openReadOnly(bench));
  } catch (error) {
    if (
      !isMoatError(error) ||
      (error.kind !== "unavailable" && error.kind !== "permission-denied" && error.kind !== "timeout")
    )
      throw error;
    bench.diagnostics.warn(`live runs are shown as last known: ${error.message}`);
  }
}
