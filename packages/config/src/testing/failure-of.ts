import { parseConfig } from "../parse-config.ts";
import { ConfigError } from "../problems/config-error.ts";
import type { ConfigIssue } from "../problems/config-issue.ts";

/** What parsing a file throws; fails when it throws anything but a `ConfigError`, or nothing. */
export function failureOf(text: string | Uint8Array): ConfigError {
  try {
    parseConfig(text, { file: "agent.yaml" });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("The file was accepted.");
}

/** Every problem of a file; none when it is right. */
export function issuesOf(text: string | Uint8Array): readonly ConfigIssue[] {
  try {
    parseConfig(text, { file: "agent.yaml" });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
}
