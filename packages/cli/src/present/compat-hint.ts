import type { RunPlan } from "@moat/run-manager";
import { shellQuote } from "./shell-quote.ts";

/** Writes the command line that finds out whether gVisor is why a run failed; it works when pasted where moat ran. */
export function compatCommand(plan: Pick<RunPlan, "workspace" | "command" | "env">, cwd: string): string {
  const path = plan.workspace === cwd ? [] : [plan.workspace];
  // Values are never printed: a variable that was passed on is passed on again, one that was spelled out is not told.
  const passedOn = Object.entries(plan.env).flatMap(([name, { origin }]) =>
    origin === "environment" && name !== "TERM" ? ["-e", name] : [],
  );
  return shellQuote(["moat", "compat", ...path, ...passedOn, "--", ...plan.command]);
}
