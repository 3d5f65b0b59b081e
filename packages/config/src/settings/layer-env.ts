import { parseEnvEntry } from "../inputs/parse-env-entry.ts";
import type { Setting } from "./origin.ts";
import type { Layers } from "./settings.ts";

/**
 * Adds up the variables of the command, by name: config.yaml, over that agent.yaml, over that the flags in their order.
 * `-e NAME` takes the value that moat itself has, and where it has none the command has none either, whatever files say.
 */
export function layerEnv({ flags, variables, workspace, machine }: Layers): Readonly<Record<string, Setting<string>>> {
  const env = new Map<string, Setting<string>>();
  for (const [name, value] of Object.entries(machine.env)) env.set(name, { value, origin: "config.yaml" });
  for (const [name, value] of Object.entries(workspace.env)) env.set(name, { value, origin: "agent.yaml" });
  for (const text of flags.env ?? []) {
    const entry = parseEnvEntry(text);
    if (entry.kind === "value") env.set(entry.name, { value: entry.value, origin: "flag" });
    else {
      // A variable may be called `toString`, which every object has.
      const value = Object.hasOwn(variables, entry.name) ? variables[entry.name] : undefined;
      if (value === undefined) env.delete(entry.name);
      else env.set(entry.name, { value, origin: "environment" });
    }
  }
  return Object.fromEntries(env);
}
