import type { PlanInput } from "../plan-run.ts";
import type { Origin } from "../run-plan.ts";

/** The shell: bash where the image has it. */
const DEFAULT_COMMAND = ["sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash; exec sh"];

/** Decides what is run: the words after `--`, the `command` of `agent.yaml`, or a shell. */
export function planCommand({ config, request }: PlanInput): { command: readonly string[]; origin: Origin } {
  if (request.command.length > 0) return { command: request.command, origin: "flag" };
  if (config.command.length > 0) return { command: config.command, origin: "agent.yaml" };
  return { command: DEFAULT_COMMAND, origin: "default" };
}
