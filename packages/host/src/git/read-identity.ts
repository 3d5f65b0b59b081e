import type { HostFacts } from "../host-facts.ts";
import type { GitFacts } from "./git-facts.ts";
import { askGitConfig } from "./ask-git-config.ts";

/**
 * Asks this machine's git for the name and the address that it would put into commits of a workspace: by the workspace's own
 * settings, the user's, and those they include on conditions.
 */
export async function readIdentity(workspace: string, host: HostFacts): Promise<GitFacts["identity"]> {
  return parseIdentity(
    await askGitConfig(workspace, ["--null", "--get-regexp", String.raw`^user\.(name|email)$`], host),
  );
}

/** Reads `user.name\nAda\0...`: of several values the last one counts. Pure. */
export function parseIdentity(answer: string): GitFacts["identity"] {
  const values = new Map<string, string>();
  for (const entry of answer.split("\0")) {
    const end = entry.indexOf("\n");
    if (end > 0) values.set(entry.slice(0, end), entry.slice(end + 1));
  }
  return { name: values.get("user.name") ?? "", email: values.get("user.email") ?? "" };
}
