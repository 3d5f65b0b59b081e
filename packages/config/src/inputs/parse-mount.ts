import { orThrow } from "../problems/or-throw.ts";
import { checkMountText, type MountEntry } from "./mount-entry.ts";

/**
 * Parses a `-m` flag, `source:target[:ro|rw]`; without a mode the container may write. A source that holds a colon
 * needs the mapping form of agent.yaml.
 *
 * @throws `MOUNT_INVALID`.
 */
export function parseMount(text: string): MountEntry {
  return orThrow(checkMountText(text), "MOUNT_INVALID");
}
