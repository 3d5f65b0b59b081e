import { type Settings, resolveSettings } from "@moat/config";
import { readConfigs } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";

/** Reads what is set for a workspace when no flag says anything; changes nothing. */
export async function readSettings({ host, store }: Workbench, path: string): Promise<Settings> {
  const { config, machine } = await readConfigs({ host, store }, path);
  return resolveSettings({ flags: {}, variables: host.env, workspace: config, machine });
}
