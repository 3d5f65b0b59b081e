import type { Config } from "./config.ts";
import type { MountEntry } from "./inputs/mount-entry.ts";
import { makeConfig } from "./make-config.ts";
import { IssueLog } from "./problems/issue-log.ts";
import { SCHEMA } from "./schema/schema.ts";
import { decodeSource } from "./source/decode-source.ts";
import type { SourceText, Span } from "./source/source-text.ts";
import type { Scope, ValuesOf } from "./values/field.ts";
import { Place } from "./values/place.ts";
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
  const values = readRoot(root, source, new Place("", issues, spans), scope);
  if (scope === "machine") refuseRelativeMounts(values?.mounts ?? [], spans, issues);
  issues.throwIfAny();
  if (values === undefined) throw new Error("A config was refused without a problem being reported.");
  return makeConfig(values, source, spans);
}

/** Returns the config of a workspace that has no file: every default. */
export function emptyConfig(): Config {
  return parseConfig("", { file: "" });
}

function readRoot(
  root: SourceNode | undefined,
  source: SourceText,
  place: Place,
  scope: Scope,
): ValuesOf<typeof SCHEMA> | undefined {
  if (root === undefined || (root.kind === "scalar" && root.value === null)) {
    return readRecord(SCHEMA, emptyMap(source), place, scope);
  }
  if (root.kind === "map") return readRecord(SCHEMA, root, place, scope);
  return place.expected(root, "a mapping", "Write `key: value` lines, for instance `command: [npm, start]`.");
}

/** A relative source is relative to the workspace, and a machine's file belongs to none. */
function refuseRelativeMounts(mounts: readonly MountEntry[], spans: ReadonlyMap<string, Span>, issues: IssueLog): void {
  for (const [index, { source }] of mounts.entries()) {
    const path = `mounts[${index}]`;
    const span = spans.get(path);
    if (span === undefined || /^(?:\/|~$|~\/)/.test(source)) continue;
    const hint = "Begin it with `/` or `~/`: this file belongs to no workspace.";
    issues.add(span, path, { code: "MOUNT_INVALID", message: "The mount source is relative.", hint });
  }
}

function emptyMap(source: SourceText): MapNode {
  return { kind: "map", entries: [], span: { start: 0, end: source.text.length } };
}
