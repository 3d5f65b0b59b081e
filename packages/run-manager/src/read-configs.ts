import { type Config, emptyConfig, parseConfigLazily } from "@moat/config";
import { type ConfigFile, type HostFacts, readConfigFile, readMachineConfigFile, resolveWorkspace } from "@moat/host";
import type { RunStore } from "./run-store.ts";

/** The files that say how a workspace is run; empty configs where there are none. */
export interface Configs {
  /** Absolute and resolved. */
  readonly workspace: string;
  /** The workspace's agent.yaml. */
  readonly config: Config;
  /** The config.yaml in moat's own directory. */
  readonly machine: Config;
}

/**
 * Reads them, and changes nothing.
 *
 * @throws `WORKSPACE_INVALID`, `CONFIG_*`, `HOME_UNUSABLE`.
 */
export async function readConfigs(
  { host, store }: { readonly host: HostFacts; readonly store: RunStore },
  path: string,
): Promise<Configs> {
  const workspace = await resolveWorkspace(path, host.cwd);
  const config = await parse(await readConfigFile(workspace), "workspace");
  // Somebody else's directory is refused before anything in it is believed.
  await store.readInstallation();
  return { workspace, config, machine: await parse(await readMachineConfigFile(store.home), "machine") };
}

async function parse(found: ConfigFile | undefined, scope: "workspace" | "machine"): Promise<Config> {
  return found === undefined ? emptyConfig() : await parseConfigLazily(found.bytes, { file: found.file, scope });
}
