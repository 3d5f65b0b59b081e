import { MoatError } from "@moat/core";
import type { ConfigIssue } from "./config-issue.ts";
import { formatIssue, formatPlace } from "./format-issue.ts";

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
  const first = `${formatPlace(issues[0])}: ${issues[0].message}`;
  const more = issues.length - 1;
  if (more === 0) return first;
  return `${first.replace(/\.$/, "")} (and ${more} more ${more === 1 ? "problem" : "problems"}).`;
}

function hintOf(issues: readonly ConfigIssue[]): string {
  const shown = issues.slice(0, SHOWN_ISSUES).map(formatIssue);
  if (issues.length > SHOWN_ISSUES) shown.push(`... and ${issues.length - SHOWN_ISSUES} more.`);
  return shown.join("\n\n");
}
