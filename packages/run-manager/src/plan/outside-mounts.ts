import type { PlannedMount, RunPlan } from "../run-plan.ts";

/**
 * Gives the mounts of agent.yaml that are outside of the workspace, wherever links lead. An earlier run can write that file,
 * and put a link where it names a directory: whoever starts the next run has to be told what that gives away. Pure.
 */
export function outsideMounts({ workspace, mounts }: RunPlan): readonly PlannedMount[] {
  return mounts.filter(
    ({ source, origin }) =>
      origin === "agent.yaml" && source !== workspace && !source.startsWith(`${workspace.replace(/\/$/, "")}/`),
  );
}
