import type { Settings } from "@moat/config";
import type { PlanInput } from "../plan-run.ts";
import type { PlannedVariable } from "../run-plan.ts";

/**
 * Decides the command's environment: the terminal's kind, over that what is set, over that what moat says of the run.
 * `HOME` is the executor's, which knows the image.
 */
export function planEnv(
  { host, identity }: PlanInput,
  settings: Settings,
  run: { readonly name: string; readonly interactive: boolean },
): Readonly<Record<string, PlannedVariable>> {
  const env = new Map<string, PlannedVariable>();
  const term = Object.hasOwn(host.env, "TERM") ? host.env["TERM"] : undefined;
  if (run.interactive && term !== undefined) env.set("TERM", { value: term, origin: "environment" });
  for (const [name, variable] of Object.entries(settings.env)) env.set(name, variable);
  env.set("MOAT_RUN_ID", { value: identity.id, origin: "default" });
  env.set("MOAT_RUN_NAME", { value: run.name, origin: "default" });
  return Object.fromEntries(env);
}
