import { createHash } from "node:crypto";
import type { RunPlan } from "@moat/run-manager";
import { commandText } from "./plain-text.ts";
import { table } from "./table.ts";

/** A variable as it may be shown: null where the value is hidden. */
type ShownVariable = Omit<RunPlan["env"][string], "value"> & { readonly value: string | null };

/** A plan as `--dry-run --json` prints it. */
export type PlanJson = Omit<RunPlan, "env"> & { readonly env: Readonly<Record<string, ShownVariable>> };

/**
 * A plan for programs: all of it but the values of variables that were typed or taken from this machine, which may be
 * secrets. What a file says can be read there, and what moat makes up is none.
 */
export function planJson(plan: RunPlan): PlanJson {
  const env = Object.entries(plan.env).map(([name, variable]) => [name, shown(variable)] as const);
  return { ...plan, env: Object.fromEntries(env) };
}

function shown({ value, origin }: RunPlan["env"][string]): ShownVariable {
  return { value: origin === "flag" || origin === "environment" ? null : value, origin };
}

/** A plan for people: what a run would do, one decision a line, with where it came from. */
export function planText(plan: RunPlan): string {
  const { origins, limits } = plan;
  const rows: string[][] = [
    ["name", plan.name, origins.name],
    ...(plan.agent === "" ? [] : [["agent", plan.agent, origins.agent]]),
    ...(plan.agentVersion === "" ? [] : [["version", plan.agentVersion, origins.agentVersion]]),
    ["workspace", plan.workspace, ""],
    ["runtime", plan.runtime, origins.runtime],
    ["sandbox", plan.sandbox ? "gVisor, required" : "none: reduced isolation", origins.sandbox],
    ["image", plan.image, origins.image],
    ...buildRows(plan),
    ...lockRows(plan),
    ["command", commandText(plan.command), origins.command],
    ["directory", plan.workingDir, ""],
    ["user", `${plan.user.uid}:${plan.user.gid} (${plan.user.name})`, "host"],
    ...plan.certificates.authorities.map((pem) => ["certificates", fingerprintOf(pem), plan.certificates.origin]),
    ...plan.git.settings.map(({ key, value, source }) => ["git", `${key}=${value}`, source]),
    ...(plan.git.missing === "" ? [] : [["git", `without: ${plan.git.missing}`, ""]]),
    ["network", plan.network, ""],
    ["dns", plan.dns.join(" ") || "the engine's", origins.dns],
    ["terminal", plan.interactive ? "yes" : "no", origins.interactive],
    ["input", plan.stdin ? "moat's" : "none", ""],
    ["capabilities", plan.addedCapabilities.join(" "), ""],
    ["memory", limits.memoryBytes === 0 ? "no limit" : megabytes(limits.memoryBytes), origins.memoryBytes],
    ["cpus", limits.cpus === 0 ? "no limit" : String(limits.cpus), origins.cpus],
    ["pids", String(limits.pids), "default"],
    ["log", megabytes(limits.logBytes), origins.logBytes],
  ];
  for (const { name, soft, hard, origin } of plan.ulimits) rows.push(["ulimit", `${name} ${soft}:${hard}`, origin]);
  for (const { source, target, readOnly, origin } of plan.mounts)
    rows.push(["mount", `${source} -> ${target} (${readOnly ? "ro" : "rw"})`, origin]);
  for (const { target } of plan.tmpfs) rows.push(["tmpfs", target, "default"]);
  for (const port of plan.ports)
    rows.push(["port", `127.0.0.1 -> ${port.containerPort} (${port.name})`, origins.ports]);
  for (const [name, variable] of Object.entries(plan.env)) rows.push(["env", ...variableCells(name, shown(variable))]);
  for (const { name, dependency, why } of plan.shims) rows.push(["shim", `${name} for ${dependency}: ${why}`, ""]);
  for (const [name, value] of Object.entries(plan.labels)) rows.push(["label", `${name}=${value}`, ""]);
  if (plan.rebuildFrom !== "") rows.push(["rebuild", `from ${plan.rebuildFrom}`, "flag"]);
  for (const word of ["detach", "keep"] as const) if (plan[word]) rows.push([word, "yes", "flag"]);
  return table(rows);
}

/** What is built, and what runs before the command. */
function buildRows({ build, preRun }: RunPlan): string[][] {
  const rows = build.dependencies.map(({ name, version, asked }) => [
    "dependency",
    version === "" ? `${name} (as Debian has it)` : `${name} ${version}`,
    asked ? "agent.yaml" : "needed",
  ]);
  const scripts = build.files.map(({ path }) => path).filter((path) => path.startsWith("hooks/"));
  for (const path of scripts) rows.push(["hook", path.replace("hooks/", ""), "agent.yaml"]);
  if (build.hash !== "") rows.push(["build", `on ${build.images.join(", ")}`, ""], ["recipe", build.hash, ""]);
  if (preRun !== "") rows.push(["hook", "pre_run", "agent.yaml"]);
  return rows;
}

/** What agent.lock says, and is going to say. */
function lockRows({ lock }: RunPlan): string[][] {
  const { frozen, added, removed } = lock;
  const rows = Object.entries(lock.images).map(([image, digest]) => [
    "digest",
    `${image} ${digest === "" ? "as it is when it is fetched" : digest}`,
    digest === "" ? "" : "agent.lock",
  ]);
  if (rows.length === 0 && Object.keys(lock.dependencies).length === 0 && removed.length === 0) return [];
  const word = [...added.map((one) => `+${one}`), ...removed.map((one) => `-${one}`)].join(" ");
  return [...rows, ["lock", word === "" ? "agent.lock fits" : `agent.lock: ${word}`, frozen ? "flag" : ""]];
}

/** As `openssl x509 -fingerprint -sha256` has it, and without the colons. */
function fingerprintOf(pem: string): string {
  const body = pem.replaceAll(/-----[A-Z ]+-----|\s/g, "");
  return `sha256 ${createHash("sha256").update(Buffer.from(body, "base64")).digest("hex")}`;
}

function variableCells(name: string, { value, origin }: ShownVariable): readonly [string, string] {
  return [value === null ? `${name} (value hidden)` : `${name}=${value}`, origin];
}

function megabytes(bytes: number): string {
  return `${bytes / 1_048_576} MB`;
}
