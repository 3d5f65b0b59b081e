import { type RunPlan, outsideMounts } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";

/** Warns of what agent.yaml gives away of this machine: nobody typed that, and an earlier run may have written it. */
export function sayOutsideMounts({ diagnostics }: Pick<Workbench, "diagnostics">, plan: RunPlan): void {
  for (const { source, target, readOnly } of outsideMounts(plan))
    diagnostics.warn(
      `agent.yaml mounts ${source}, outside the workspace, at ${target} (${readOnly ? "read-only" : "writable"})`,
    );
}
