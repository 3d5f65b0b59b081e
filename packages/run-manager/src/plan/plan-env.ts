import { CERTIFICATE_VARIABLES, type Shim, SYSTEM_BUNDLE } from "@moat/images";
import type { Settings } from "@moat/config";
import type { PlanInput } from "../plan-run.ts";
import type { PlannedCertificates, PlannedGit, PlannedVariable } from "../run-plan.ts";
import { GIT_CONFIG_FILE } from "./git-config-file.ts";
import { proxyVariables } from "./proxy-variables.ts";
import { NAME_VARIABLE } from "./renamed-plan.ts";

/** What of a run its environment depends on. */
export interface EnvFacts {
  readonly name: string;
  readonly interactive: boolean;
  readonly certificates: PlannedCertificates;
  readonly git: PlannedGit;
  readonly shims: readonly Shim[];
}

/**
 * Decides the command's environment: shims, this machine's proxies, certificates and git, and the terminal's kind, over that what is set,
 * over that what moat says of the run.
 * `HOME` is the executor's, which knows the image.
 */
export function planEnv(
  { host, identity }: PlanInput,
  settings: Settings,
  run: EnvFacts,
): Readonly<Record<string, PlannedVariable>> {
  const env = new Map<string, PlannedVariable>();
  for (const shim of run.shims)
    for (const [name, value] of Object.entries(shim.env)) env.set(name, { value, origin: "shim" });
  for (const [name, value] of Object.entries(proxyVariables(host.env))) env.set(name, { value, origin: "environment" });
  if (run.certificates.authorities.length > 0)
    for (const name of CERTIFICATE_VARIABLES) env.set(name, { value: SYSTEM_BUNDLE, origin: "default" });
  if (run.git.settings.length > 0) env.set("GIT_CONFIG_SYSTEM", { value: GIT_CONFIG_FILE, origin: "default" });
  const term = Object.hasOwn(host.env, "TERM") ? host.env["TERM"] : undefined;
  if (run.interactive && term !== undefined) env.set("TERM", { value: term, origin: "environment" });
  for (const [name, variable] of Object.entries(settings.env)) env.set(name, variable);
  env.set("MOAT_RUN_ID", { value: identity.id, origin: "default" });
  env.set(NAME_VARIABLE, { value: run.name, origin: "default" });
  return Object.fromEntries(env);
}
