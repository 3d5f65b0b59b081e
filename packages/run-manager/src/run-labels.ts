/** The labels on everything that moat creates in an engine. Promises: listing and clean-up by older and newer moats rely on them. */
export const LABELS = {
  /** Whose it is: clean-up touches only what carries our own installation's id. */
  installation: "dev.moat.installation",
  run: "dev.moat.run",
  name: "dev.moat.name",
  /** What it is for; `run` is the container that has the command. */
  role: "dev.moat.role",
  /** The process that made it, for what lives only as long as that process. */
  owner: "dev.moat.owner",
  workspace: "dev.moat.workspace",
  /** `on` or `off`. */
  sandbox: "dev.moat.sandbox",
  version: "dev.moat.version",
  /** RFC 3339, the clock of the machine that asked. */
  created: "dev.moat.created",
} as const;

/** The role of containers that moat makes for a moment and for itself. */
export const HELPER_ROLE = "helper";

/** Writes the labels of what a process makes for itself: whoever finds it can tell whether that process still lives. Pure. */
export function helperLabels(
  installation: string,
  ownerPid: number,
  createdAt: string,
): Readonly<Record<string, string>> {
  return {
    [LABELS.installation]: installation,
    [LABELS.role]: HELPER_ROLE,
    [LABELS.owner]: String(ownerPid),
    [LABELS.created]: createdAt,
  };
}
