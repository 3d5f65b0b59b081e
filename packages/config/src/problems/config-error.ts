import { MoatError } from "@moat/core";
import { printable } from "../source/printable.ts";
import type { ConfigIssue } from "./config-issue.ts";
import { formatEvidence, formatIssue, formatPlace } from "./format-issue.ts";

const SHOWN_ISSUES = 50;

/**
 * `agent.yaml` cannot be used. It carries every issue, in the order of the file; its code is `CONFIG_KEY_UNSUPPORTED`
 * when there are only keys that moat does not serve yet, and `CONFIG_INVALID` otherwise.
 */
export class ConfigError extends MoatError {
  /** Every problem, sorted by position; never empty. */
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly [ConfigIssue, ...ConfigIssue[]]) {
    const onlyUnsupported = issues.every((issue) => issue.code === "CONFIG_KEY_UNSUPPORTED");
    super(onlyUnsupported ? "CONFIG_KEY_UNSUPPORTED" : "CONFIG_INVALID", summaryOf(issues), {
      hint: hintOf(issues),
      details: { file: issues[0].file, issues },
    });
    this.name = "ConfigError";
    this.issues = issues;
  }
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
