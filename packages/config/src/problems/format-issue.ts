import { printable } from "../source/printable.ts";
import type { ConfigIssue } from "./config-issue.ts";

/** Returns where an issue stands, for instance `agent.yaml:3:5`. */
export function formatPlace(issue: Pick<ConfigIssue, "file" | "line" | "column">): string {
  return `${printable(issue.file)}:${issue.line}:${issue.column}`;
}

/** Returns an issue as plain text of a few lines: its place and message, the excerpt with carets, the hint. */
export function formatIssue(issue: ConfigIssue): string {
  return [`${formatPlace(issue)}: ${issue.message}`, ...formatEvidence(issue).split("\n")].join("\n  ");
}

/** Returns what stands below the message of an issue: the excerpt with carets, and the hint. */
export function formatEvidence({ excerpt, hint }: ConfigIssue): string {
  return hint === "" ? excerpt : `${excerpt}\n${hint}`;
}
