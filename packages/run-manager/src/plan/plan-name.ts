import { validateRunName } from "@moat/config";
import type { PlanInput } from "../plan-run.ts";
import type { Origin } from "../run-plan.ts";

/** Decides the run's name: `--name`, `agent.yaml`, or the candidate. Throws `NAME_INVALID`. */
export function planName({ config, request, identity }: PlanInput): { name: string; origin: Origin } {
  const chosen = choose(config.name, request.name, identity.candidateName);
  validateRunName(chosen.name);
  return chosen;
}

function choose(config: string, flag: string, candidate: string): { name: string; origin: Origin } {
  if (flag !== "") return { name: flag, origin: "flag" };
  if (config !== "") return { name: config, origin: "agent.yaml" };
  return { name: candidate, origin: "default" };
}
