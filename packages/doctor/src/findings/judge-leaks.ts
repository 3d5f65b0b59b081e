import type { Facts, LeakedProcess } from "./facts.ts";
import { type Finding, about } from "./finding.ts";

/** Judges what the comparison of processes with containers has found. Pure. */
export function judgeLeaks({
  leaks,
  machine,
  engine,
}: Pick<Facts, "leaks" | "machine" | "engine">): readonly Finding[] {
  // Processes of an engine elsewhere are nobody's to see here.
  if (engine.kind === "none" || !engine.engine.isOnThisMachine || machine.platform !== "linux") return [];
  const finding = about("leaked-sandboxes", "processes of containers that are gone");
  const why =
    "gVisor and containerd leave processes behind when a start fails in some ways: nobody lists them, and each holds memory until it is killed.";
  if (leaks.kind === "not-seen")
    return [
      finding.unknown({
        seen: `they cannot be looked for: ${leaks.why}`,
        why,
        fix: machine.uid === 0 ? "" : "sudo ps -eo pid,args | grep -E 'runsc-(sandbox|gofer)|containerd-shim'",
      }),
    ];
  if (leaks.leaked.length === 0) return [finding.ok("none")];
  const pids = leaks.leaked.map(({ pid }) => pid).toSorted((a, b) => a - b);
  return [finding.warning({ seen: describe(leaks.leaked), why, fix: `sudo kill -KILL ${pids.join(" ")}` })];
}

function describe(leaked: readonly LeakedProcess[]): string {
  const containers = new Set(leaked.map(({ containerId }) => containerId)).size;
  const kinds = (["shim", "sandbox", "gofer"] as const).flatMap((kind) => {
    const count = leaked.filter((process) => process.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return `${kinds.join(", ")} of ${containers} container${containers === 1 ? "" : "s"} that the engine does not know`;
}
