import { didYouMean } from "../problems/did-you-mean.ts";
import { type Checked, accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import { checkMountTarget } from "./mount-target.ts";

/** A directory or file of the host that shall be seen in the container. */
export interface MountEntry {
  /** The path on the host as the user wrote it: absolute, relative to the workspace, or beginning with `~`. */
  readonly source: string;
  /** The absolute, normalised path in the container. */
  readonly target: string;
  /** Whether the container may only read it. */
  readonly readOnly: boolean;
}

/** The parts of a mount, as a user gives them. */
export interface MountParts {
  readonly source: string;
  readonly target: string;
  readonly mode: string;
}

/** The modes of a mount: read-only, and read-write, which is the default. */
export const MOUNT_MODES = ["ro", "rw"] as const;

const FORM = "Write it as `source:target`, `source:target:ro` or `source:target:rw`.";

/** Checks the parts of a mount, one by one. */
export function checkMountParts({ source, target, mode }: MountParts): Checked<MountEntry> {
  if (source === "") return invalid("The mount has no source.", FORM);
  if (source.includes("\0")) return invalid("The mount source holds a NUL character.", "Remove it.");
  const checked = checkMountTarget(target);
  if (!checked.ok) return checked;
  if (mode !== "ro" && mode !== "rw") {
    const near = didYouMean(mode, MOUNT_MODES);
    const hint = near === undefined ? FORM : `Did you mean \`${near}\`?`;
    return invalid(`The mount mode must be \`ro\` or \`rw\`, not ${quote(mode)}.`, hint);
  }
  return accepted({ source, target: checked.value, readOnly: mode === "ro" });
}

/** Checks the short form of a mount, `source:target[:ro|rw]`. */
export function checkMountText(text: string): Checked<MountEntry> {
  const [source = "", target, mode, ...rest] = text.split(":");
  if (target === undefined) return invalid(`The mount ${quote(text)} has no target.`, FORM);
  if (rest.length > 0 || mode?.includes("/") === true) {
    const hint = "If the source holds a colon, use the form `{source: ..., target: ..., mode: ro}` in agent.yaml.";
    return invalid(`The mount ${quote(text)} has too many colons.`, hint);
  }
  return checkMountParts({ source, target, mode: mode ?? "rw" });
}

function invalid(message: string, hint: string): Checked<MountEntry> {
  return refused({ code: "MOUNT_INVALID", message, hint });
}
