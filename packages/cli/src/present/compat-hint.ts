import type { RunPlan } from "@moat/run-manager";
import { repeatedFlags } from "./repeated-flags.ts";
import { shellQuote } from "./shell-quote.ts";

/** Writes the command line that finds out whether gVisor is why a run failed; it works when pasted where moat ran. */
export function compatCommand(plan: Pick<RunPlan, "workspace" | "command" | "env" | "mounts">, cwd: string): string {
  const path = plan.workspace === cwd ? [] : [plan.workspace];
  return shellQuote(["moat", "compat", ...path, ...repeatedFlags(plan), "--", ...plan.command]);
}
