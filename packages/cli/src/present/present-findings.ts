import { type Finding, type FindingStatus, isHealthy } from "@moat/doctor";
import { plainLines, plainText } from "./plain-text.ts";
import { table } from "./table.ts";

/** What `moat doctor --json` prints. */
export interface DoctorJson {
  readonly version: string;
  /** Whether nothing is a problem, as the exit code says it. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

/** The findings for programs. */
export function findingsJson(findings: readonly Finding[], version: string): DoctorJson {
  return { version, ok: isHealthy(findings), findings };
}

const LABELS: Readonly<Record<FindingStatus, string>> = {
  ok: "ok",
  warning: "WARNING",
  problem: "PROBLEM",
  unknown: "unknown",
};

/** The findings for people: one a line, below it what is the matter with it, and in the end how many there are. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = table(findings.map(({ id, status, seen }) => [LABELS[status], id, seen])).split("\n");
  const blocks = findings.map((finding, at) => [lines[at] ?? "", ...details(finding)].join("\n"));
  return [...blocks, "", summary(findings)].join("\n");
}

function details({ why, fix }: Finding): readonly string[] {
  const reason = why === "" ? [] : plainLines(why).split("\n");
  return [...reason, ...(fix === "" ? [] : [`fix: ${plainText(fix)}`])].map((line) => `         ${line}`);
}

function summary(findings: readonly Finding[]): string {
  const count = (status: FindingStatus) => findings.filter((finding) => finding.status === status).length;
  const [problems, warnings, unknown] = [count("problem"), count("warning"), count("unknown")];
  if (problems + warnings + unknown === 0) return "All is well.";
  const parts = [
    countText(problems, "problem", "problems"),
    countText(warnings, "warning", "warnings"),
    countText(unknown, "thing not seen", "things not seen"),
  ].flat();
  return `${parts.join(", ")}.${problems === 0 ? " Sandboxed runs can be expected to work." : ""}`;
}

function countText(count: number, one: string, many: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
