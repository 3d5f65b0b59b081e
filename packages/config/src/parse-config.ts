import type { Config } from "./config.ts";
import { makeConfig } from "./make-config.ts";
import { IssueLog } from "./problems/issue-log.ts";
import { SCHEMA } from "./schema/schema.ts";
import { decodeSource } from "./source/decode-source.ts";
import type { SourceText, Span } from "./source/source-text.ts";
import type { ValuesOf } from "./values/field.ts";
import { Place, type Scope } from "./values/place.ts";
import { readRecord } from "./values/read-record.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";
import type { MapNode, SourceNode } from "./yaml/source-node.ts";

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
  const spans = new Map<string, Span>();
  const root = parseYaml(source, issues);
  const values = readRoot(root, source, new Place("", issues, spans, scope));
  issues.throwIfAny();
  if (values === undefined) throw new Error("A config was refused without a problem being reported.");
  return makeConfig(values, source, spans);
}

/** Returns the config of a workspace that has no file: every default. */
export function emptyConfig(): Config {
  return parseConfig("", { file: "" });
}

function readRoot(root: SourceNode | undefined, source: SourceText, place: Place): ValuesOf<typeof SCHEMA> | undefined {
  if (root === undefined || (root.kind === "scalar" && root.value === null)) {
    return readRecord(SCHEMA, emptyMap(source), place);
  }
  if (root.kind === "map") return readRecord(SCHEMA, root, place);
  return place.expected(root, "a mapping", "Write `key: value` lines, for instance `command: [npm, start]`.");
}

function emptyMap(source: SourceText): MapNode {
  return { kind: "map", entries: [], span: { start: 0, end: source.text.length } };
}
