import type { RunPlan } from "@moat/run-manager";
import { commandText } from "./plain-text.ts";
import { table } from "./table.ts";

/** A plan for people: what a run would do, one decision a line, with where it came from. */
export function planText(plan: RunPlan): string {
  const { origins } = plan;
  const rows: string[][] = [
    ["name", plan.name, origins.name],
    ["workspace", plan.workspace, ""],
    ["runtime", plan.runtime, origins.runtime],
    ["sandbox", plan.sandbox ? "gVisor, required" : "none: reduced isolation", origins.sandbox],
    ["image", plan.image, origins.image],
    ["command", commandText(plan.command), origins.command],
    ["user", `${plan.user.uid}:${plan.user.gid} (${plan.user.name})`, "host"],
    ["network", plan.network, ""],
    ["terminal", plan.interactive ? "yes" : "no", origins.interactive],
    ["capabilities", plan.addedCapabilities.join(" "), ""],
  ];
  for (const mount of plan.mounts)
    rows.push(["mount", `${mount.source} -> ${mount.target} (${mount.readOnly ? "ro" : "rw"})`, ""]);
  for (const port of plan.ports) rows.push(["port", `127.0.0.1 -> ${port.containerPort} (${port.name})`, ""]);
  for (const [name, { origin }] of Object.entries(plan.env)) rows.push(["env", name, origin]);
  return table(rows);
}
