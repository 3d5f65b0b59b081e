import type { Isolation } from "@moat/core";
import { commandText } from "./plain-text.ts";
import { type RunJson, ageText, stateText } from "./present-runs.ts";
import { table } from "./table.ts";

/** A run as `moat inspect --json` prints it. */
export type InspectedRun = RunJson & {
  /** Where its output is: in its record, still in its engine, or nowhere. */
  readonly log: { readonly in: "record" | "engine" | "none"; readonly path: string };
};

/** All that is known of a run, for people. Pure. */
export function inspectedText(run: InspectedRun, now: number): string {
  const rows: (readonly string[])[] = [
    ["name", run.name],
    ["id", run.id],
    ["state", stateText(run.state)],
  ];
  if (run.state.status === "failed") rows.push(["", `${run.state.phase}: ${run.state.message}`]);
  if (run.state.status === "exited" && run.state.signal !== "") rows.push(["signal", run.state.signal]);
  if (run.state.status === "exited" && run.state.outOfMemory) rows.push(["memory", "ran out"]);
  const agent = [run.agent, run.agentVersion].filter((text) => text !== "").join(" ");
  if (agent !== "") rows.push(["agent", agent]);
  rows.push(
    ["command", commandText(run.command)],
    ["workspace", run.workspace],
    ["isolation", isolationText(run.isolation, run.sandbox)],
    ["image", [run.image, run.imageId].filter((text) => text !== "").join(" ")],
    ["user", `${run.user.uid}:${run.user.gid} (${run.user.name})`],
    ["engine", [run.runtime, run.engineAddress, run.engineId].filter((text) => text !== "").join(" ")],
    ["container", [run.containerId.slice(0, 12) || "none", ...(run.keep ? ["(kept)"] : [])].join(" ")],
    ["created", `${run.createdAt} (${ageText(now - Date.parse(run.createdAt))} ago)`],
    ["started", run.startedAt || "-"],
    ["finished", run.finishedAt || "-"],
    ["log", run.log.in === "record" ? run.log.path : run.log.in],
  );
  if (run.droppedBytes !== 0) rows.push(["", droppedText(run.droppedBytes)]);
  for (const { source, target, readOnly } of run.mounts)
    rows.push(["mount", `${source} -> ${target} (${readOnly ? "ro" : "rw"})`]);
  for (const { name, containerPort, hostPort } of run.ports)
    rows.push(["port", `127.0.0.1:${hostPort === 0 ? "-" : hostPort} -> ${containerPort} (${name})`]);
  if (run.env.length > 0) rows.push(["env", run.env.join(" ")]);
  return `${table(rows)}\n`;
}

/** What the bound of the engine's log has cost, in words. Pure. */
export function droppedText(droppedBytes: number | null): string {
  return droppedBytes === null
    ? "output may be missing: it came near the bound of the engine's log, or could not be saved"
    : `${droppedBytes} bytes of older output are missing: the engine's log is bounded`;
}

function isolationText(isolation: Isolation | undefined, sandbox: boolean): string {
  if (isolation === undefined) return `${sandbox ? "gVisor" : "none"} asked for`;
  if (isolation.kind !== "gvisor") return `${isolation.kind} (${isolation.runtime})`;
  const { method, provedAt, source, guestKernel } = isolation.proof;
  return `gvisor (${isolation.runtime}), proved by ${method} at ${provedAt} (${source}), kernel ${guestKernel}`;
}
