import { type ErrorCode, MoatError } from "@moat/core";
import { printable } from "../source/printable.ts";
import type { ConfigIssue } from "./config-issue.ts";
import { formatEvidence, formatIssue, formatPlace } from "./format-issue.ts";

const SHOWN_ISSUES = 50;

/**
 * `agent.yaml`, or `agent.lock`, cannot be used. It carries every issue, in the order of the file; its code is `LOCK_INVALID` for the lock,
 * `CONFIG_KEY_UNSUPPORTED` when there are only keys that moat does not serve yet, and `CONFIG_INVALID` otherwise.
 */
export class ConfigError extends MoatError {
  /** Every problem, sorted by position; never empty. */
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly [ConfigIssue, ...ConfigIssue[]]) {
    super(codeOf(issues), summaryOf(issues), {
      hint: hintOf(issues),
      details: { file: issues[0].file, issues },
    });
    this.name = "ConfigError";
    this.issues = issues;
  }
}

function codeOf(issues: readonly ConfigIssue[]): ErrorCode {
  const common = (["CONFIG_KEY_UNSUPPORTED", "LOCK_INVALID"] as const).find((code) =>
    issues.every((issue) => issue.code === code),
  );
  return common ?? "CONFIG_INVALID";
}

function summaryOf(issues: readonly [ConfigIssue, ...ConfigIssue[]]): string {
  const [first] = issues;
  if (issues.length === 1) return `${formatPlace(first)}: ${first.message}`;
  return `${printable(first.file)} has ${issues.length} problems.`;
}

/** One problem is in the message already: then only the evidence is left to show. */
function hintOf(issues: readonly [ConfigIssue, ...ConfigIssue[]]): string {
  if (issues.length === 1) return formatEvidence(issues[0]);
  const shown = issues.slice(0, SHOWN_ISSUES).map(formatIssue);
  if (issues.length > SHOWN_ISSUES) shown.push(`... and ${issues.length - SHOWN_ISSUES} more.`);
  return shown.join("\n\n");
}
