import type { Config } from "./config.ts";
import { makeConfig } from "./make-config.ts";
import type { IssueLog } from "./problems/issue-log.ts";
import { SCHEMA } from "./schema/schema.ts";
import type { SourceText, Span } from "./source/source-text.ts";
import type { ValuesOf } from "./values/field.ts";
import { Place, type Scope } from "./values/place.ts";
import { readRecord } from "./values/read-record.ts";
import type { MapNode, SourceNode } from "./yaml/source-node.ts";

/** Reads a config from the root of its document, if there is one; throws what is wrong with it as one `ConfigError`. */
export function configOf(
  root: SourceNode | undefined,
  source: SourceText,
  { issues, scope }: { readonly issues: IssueLog; readonly scope: Scope },
): Config {
  const spans = new Map<string, Span>();
  const values = readRoot(root, source, new Place("", issues, spans, scope));
  issues.throwIfAny();
  if (values === undefined) throw new Error("A config was refused without a problem being reported.");
  return makeConfig(values, source, spans);
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
