import { parseEnvEntry } from "@moat/config";
import type { PlanInput } from "../plan-run.ts";
import type { PlannedVariable } from "../run-plan.ts";

/**
 * Decides the command's environment: `agent.yaml`, over that the flags in their order, over that what moat says of the
 * run. `-e NAME` takes the host's value, and where the host has none the command has none either, whatever
 * `agent.yaml` says. `HOME` is the executor's, which knows the image.
 */
export function planEnv(
  { config, request, host, identity }: PlanInput,
  run: { readonly name: string; readonly interactive: boolean },
): Readonly<Record<string, PlannedVariable>> {
  const env = new Map<string, PlannedVariable>();
  const term = own(host.env, "TERM");
  if (run.interactive && term !== undefined) env.set("TERM", { value: term, origin: "environment" });

  for (const [name, value] of Object.entries(config.env)) env.set(name, { value, origin: "agent.yaml" });

  for (const text of request.env) {
    const entry = parseEnvEntry(text);
    const value = entry.kind === "value" ? entry.value : own(host.env, entry.name);
    if (value === undefined) env.delete(entry.name);
    else env.set(entry.name, { value, origin: entry.kind === "value" ? "flag" : "environment" });
  }

  env.set("MOAT_RUN_ID", { value: identity.id, origin: "default" });
  env.set("MOAT_RUN_NAME", { value: run.name, origin: "default" });
  return Object.fromEntries(env);
}

/** A variable may be called `toString`, which every object has. */
function own(env: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}
