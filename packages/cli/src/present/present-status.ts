import type { StatusJson } from "../operations/read-status.ts";
import { table } from "./table.ts";

/** The status for people. */
export function statusText(status: StatusJson): string {
  const rows = [["moat", status.version]];
  if (status.engine === null)
    rows.push(["engine", `none: ${status.problem?.message ?? ""}`], ["", status.problem?.hint.split("\n")[0] ?? ""]);
  else {
    const { version, address, rootless, foundBy } = status.engine;
    rows.push(
      ["engine", `${status.runtime} ${version} at ${address}${rootless ? " (rootless)" : ""}`],
      ["", `found by ${foundBy}`],
      // Only Docker needs gVisor.
      status.runtime === "apple"
        ? ["isolation", "a virtual machine for each container"]
        : ["gvisor", gvisorText(status)],
    );
  }
  rows.push(["live runs", String(status.liveRuns)], ["home", status.home]);
  return table(rows);
}

function gvisorText({ gvisor, runtimes, proof }: StatusJson): string {
  if (!gvisor) return "not available: runs need --no-sandbox (moat setup installs it)";
  const name = runtimes[0]?.name ?? "";
  return proof === null
    ? `${name}, not proved yet: the next run does that first`
    : `${name}, proved ${proof.provedAt} (${proof.method}; kernel inside: ${proof.guestKernel || "not seen"})`;
}
