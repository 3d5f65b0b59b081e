import type { PlanInput } from "../plan-run.ts";
import type { Origin } from "../run-plan.ts";

/** Decides the sandbox: on, unless `--no-sandbox` or `sandbox: none` says otherwise; either is enough. */
export function planSandbox({ config, request }: PlanInput): { sandbox: boolean; origin: Origin } {
  if (request.noSandbox) return { sandbox: false, origin: "flag" };
  if (config.sandbox === "none") return { sandbox: false, origin: "agent.yaml" };
  return { sandbox: true, origin: "default" };
}
