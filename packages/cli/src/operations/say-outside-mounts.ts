import { type RunPlan, outsideMounts } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";

/**
 * Warns of what agent.yaml gives away of this machine: nobody typed that, and an earlier run may have written it; and of a
 * workspace whose repository the command will not find.
 */
export function sayOutsideMounts({ diagnostics }: Pick<Workbench, "diagnostics">, plan: RunPlan): void {
  for (const { source, target, readOnly } of outsideMounts(plan))
    diagnostics.warn(
      `agent.yaml mounts ${source}, outside the workspace, at ${target} (${readOnly ? "read-only" : "writable"})`,
    );
  if (plan.git.missing !== "") diagnostics.warn(`${plan.git.missing}: git finds no repository inside`);
}
