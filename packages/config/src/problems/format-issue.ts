import { printable } from "../source/printable.ts";
import type { ConfigIssue } from "./config-issue.ts";

/** Returns where an issue stands, for instance `agent.yaml:3:5`. */
export function formatPlace(issue: Pick<ConfigIssue, "file" | "line" | "column">): string {
  return `${printable(issue.file)}:${issue.line}:${issue.column}`;
}

/** Returns an issue as plain text of a few lines: its place and message, the excerpt with carets, the hint. */
export function formatIssue(issue: ConfigIssue): string {
  const lines = [`${formatPlace(issue)}: ${issue.message}`, ...issue.excerpt.split("\n")];
  if (issue.hint !== "") lines.push(...issue.hint.split("\n"));
  return lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join("\n");
}
