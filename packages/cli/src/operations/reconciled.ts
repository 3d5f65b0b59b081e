import type { RunContext } from "@moat/run-manager";
import { hasUnfinished, reconcileRuns } from "@moat/run-manager";
import { isMoatError } from "@moat/core";
import { type Workbench, openContext } from "./open-context.ts";
import { type LazyContext, openOnce } from "./open-once.ts";

/** Opens the engine for a command that creates nothing: it needs no gVisor, and gives no warning. */
export function openReadOnly(bench: Workbench): Promise<RunContext> {
  return openContext(bench, { sandbox: true, runtime: "", check: "on-create" });
}

/** As {@link openReadOnly}, when the engine is first needed. */
export function readOnlyOnce(bench: Workbench): LazyContext<RunContext> {
  return openOnce(() => openReadOnly(bench));
}

/**
 * Finishes what earlier processes could not. Without an engine the records stay as they are, and a warning says that
 * they are what was last known.
 */
export async function reconciled(
  bench: Pick<Workbench, "store" | "diagnostics">,
  open: () => Promise<RunContext>,
): Promise<void> {
  if (!(await hasUnfinished(bench.store))) return;
  try {
    await reconcileRuns(await open());
  } catch (error) {
    if (
      !isMoatError(error) ||
      (error.kind !== "unavailable" && error.kind !== "permission-denied" && error.kind !== "timeout")
    )
      throw error;
    bench.diagnostics.warn(`live runs are shown as last known: ${error.message}`);
  }
}
