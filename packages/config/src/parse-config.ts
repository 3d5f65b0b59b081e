import type { Config } from "./config.ts";
import { configOf } from "./config-of.ts";
import { IssueLog } from "./problems/issue-log.ts";
import { decodeSource } from "./source/decode-source.ts";
import type { Scope } from "./values/place.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";

/** What a text is. */
export interface ConfigSource {
  /** The file that it comes from, for messages. */
  readonly file: string;
  /** Whether it is a workspace's agent.yaml, which is the default, or the config.yaml of this machine's user. */
  readonly scope?: Scope;
}

/**
 * Parses the text, or the bytes, of an agent.yaml. An empty file is an empty config. Whatever is wrong with the file is
 * thrown as one `ConfigError` that holds every problem; nothing else is ever thrown.
 */
export function parseConfig(text: string | Uint8Array, { file, scope = "workspace" }: ConfigSource): Config {
  const decoded = decodeSource(text, file);
  const { source } = decoded;
  const issues = new IssueLog(source);
  if (!decoded.ok) issues.add(decoded.span, "", decoded.problem);
  issues.throwIfAny();
  const root = parseYaml(source, issues);
  return configOf(root, source, { issues, scope });
}
