import type { MountEntry } from "../inputs/mount-entry.ts";
import { parseMount } from "../inputs/parse-mount.ts";
import type { Origin, Setting } from "./origin.ts";
import type { Layers } from "./settings.ts";

/** Adds up the mounts: those of config.yaml, of agent.yaml, of flags. Two on one target are for the planner to refuse. */
export function layerMounts({ flags, workspace, machine }: Layers): readonly Setting<MountEntry>[] {
  const of = (mounts: readonly MountEntry[], origin: Origin) => mounts.map((value) => ({ value, origin }));
  return [
    ...of(machine.mounts, "config.yaml"),
    ...of(workspace.mounts, "agent.yaml"),
    ...of((flags.mounts ?? []).map(parseMount), "flag"),
  ];
}
