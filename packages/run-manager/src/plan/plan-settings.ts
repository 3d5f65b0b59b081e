import { type Settings, resolveSettings } from "@moat/config";
import type { PlanInput } from "../plan-run.ts";

/** Decides what is set, of flags, variables, agent.yaml and config.yaml. Throws what `resolveSettings` throws. */
export function planSettings({ config, machine, request, host }: PlanInput): Settings {
  return resolveSettings({
    flags: {
      name: request.name,
      command: request.command,
      env: request.env,
      mounts: request.mounts,
      runtime: request.runtime,
      noSandbox: request.noSandbox,
      interactive: request.interactive,
    },
    variables: host.env,
    workspace: config,
    machine,
  });
}
