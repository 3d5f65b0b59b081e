import type { MountEntry } from "../inputs/mount-entry.ts";
import { parseMount } from "../inputs/parse-mount.ts";
import type { Origin, Setting } from "./origin.ts";
import type { Layers } from "./settings.ts";

/** Adds up the mounts: those of config.yaml, of agent.yaml, of flags. Two on one target are for the planner to refuse. */
export function layerMounts({ flags, workspace, machine }: Layers): readonly Setting<MountEntry>[] {
  return [
    ...from("config.yaml", machine.mounts),
    ...from("agent.yaml", workspace.mounts),
    ...from("flag", (flags.mounts ?? []).map(parseMount)),
  ];
}

function from(origin: Origin, mounts: readonly MountEntry[]): readonly Setting<MountEntry>[] {
  return mounts.map((value) => ({ value, origin }));
}
