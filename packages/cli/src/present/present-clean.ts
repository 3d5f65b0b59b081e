import type { CleanReport } from "@moat/run-manager";

/** What was cleaned, or would be, for people: one object a line. Pure. */
export function cleanText({ containers, networks, volumes, runs }: CleanReport, dryRun: boolean): string {
  const lines = [
    ...containers.map((id) => `container ${id}`),
    ...networks.map((id) => `network ${id}`),
    ...volumes.map((id) => `volume ${id}`),
    ...runs.map((id) => `run ${id}`),
  ];
  if (lines.length === 0) return dryRun ? "There is nothing to remove." : "There was nothing to remove.";
  return [...lines, dryRun ? `${lines.length} would be removed.` : `${lines.length} removed.`].join("\n");
}
