import type { StatusJson } from "../operations/read-status.ts";
import { table } from "./table.ts";

/** The status for people. */
export function statusText(status: StatusJson): string {
  const rows = [["moat", status.version]];
  if (status.engine === null)
    rows.push(["engine", `none: ${status.problem?.message ?? ""}`], ["", status.problem?.hint.split("\n")[0] ?? ""]);
  else {
    rows.push(
      [
        "engine",
        `${status.runtime} ${status.engine.version} at ${status.engine.address}${status.engine.rootless ? " (rootless)" : ""}`,
      ],
      [
        "gvisor",
        status.gvisor ? "available" : "not available: runs need --no-sandbox (moat run says how to install it)",
      ],
    );
  }
  rows.push(["live runs", String(status.liveRuns)], ["home", status.home]);
  return table(rows);
}
