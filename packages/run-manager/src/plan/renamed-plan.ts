import { LABELS } from "../run-labels.ts";
import type { RunPlan } from "../run-plan.ts";

/** The variable by which a command knows its run's name. */
export const NAME_VARIABLE = "MOAT_RUN_NAME";

/** Gives a plan another name, wherever it is written in it. Pure. */
export function renamedPlan(plan: RunPlan, name: string): RunPlan {
  return {
    ...plan,
    name,
    labels: { ...plan.labels, [LABELS.name]: name },
    env: { ...plan.env, [NAME_VARIABLE]: { origin: "default", value: name } },
  };
}
