import { MoatError } from "@moat/core";
import type { PlanInput } from "../plan-run.ts";
import type { Origin, RunPlan } from "../run-plan.ts";

/** Decides the runtime: `--runtime`, `MOAT_RUNTIME`, `agent.yaml`, or what the machine has. */
export function planRuntime({ config, request, host }: PlanInput): { runtime: RunPlan["runtime"]; origin: Origin } {
  if (request.runtime !== "") return { runtime: parse("--runtime", request.runtime), origin: "flag" };
  const variable = host.env["MOAT_RUNTIME"] ?? "";
  if (variable !== "") return { runtime: parse("MOAT_RUNTIME", variable), origin: "environment" };
  if (config.runtime !== "") return { runtime: config.runtime, origin: "agent.yaml" };
  return { runtime: "auto", origin: "default" };
}

function parse(source: string, text: string): "docker" | "apple" {
  const name = text.toLowerCase();
  if (name === "docker" || name === "apple") return name;
  throw new MoatError("RUNTIME_UNKNOWN", `Unknown ${source} value ${JSON.stringify(text)}.`, {
    hint: "Use 'docker' or 'apple'.",
    details: { source, value: text },
  });
}
