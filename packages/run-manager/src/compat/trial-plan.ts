import { needsSandbox } from "../plan/plan-limits.ts";
import { HELPER_ROLE, LABELS } from "../run-labels.ts";
import type { RunPlan } from "../run-plan.ts";
import type { TrialSide } from "./judge-trials.ts";

/** What makes one trial of a plan. */
export interface TrialIdentity {
  readonly id: string;
  readonly side: TrialSide;
  /** The copy of the workspace. */
  readonly workspace: string;
  /** The process that the trial lives with. */
  readonly ownerPid: number;
}

/**
 * Writes a plan as one that can do no harm: on a copy of the workspace, everything else read-only, no network, no ports,
 * no terminal, no input, under runc no limit that would count more than its own. Its container is labelled as a helper of
 * its process, so that it goes with that. Pure.
 */
export function trialPlan(plan: RunPlan, { id, side, workspace, ownerPid }: TrialIdentity): RunPlan {
  const sandbox = side === "gvisor";
  return {
    ...plan,
    id,
    workspace,
    sandbox,
    mounts: plan.mounts.map((mount) =>
      mount.target === plan.workingDir && mount.source === plan.workspace
        ? { ...mount, source: workspace }
        : { ...mount, readOnly: true },
    ),
    ulimits: plan.ulimits.filter((ulimit) => sandbox || !needsSandbox(ulimit)),
    network: "none",
    ports: [],
    interactive: false,
    stdin: false,
    detach: false,
    keep: false,
    rebuildFrom: "",
    labels: {
      ...plan.labels,
      [LABELS.run]: id,
      [LABELS.workspace]: workspace,
      [LABELS.role]: HELPER_ROLE,
      [LABELS.owner]: String(ownerPid),
      [LABELS.sandbox]: sandbox ? "on" : "off",
    },
  };
}
