import type { Config } from "./config.ts";
import { configOf } from "./config-of.ts";
import { IssueLog } from "./problems/issue-log.ts";
import { SourceText } from "./source/source-text.ts";

/** Returns the config of a workspace that has no file: every default. */
export function emptyConfig(): Config {
  const source = new SourceText("", "");
  return configOf(undefined, source, { issues: new IssueLog(source), scope: "workspace" });
}
