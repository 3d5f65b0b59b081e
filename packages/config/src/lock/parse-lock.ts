import { deepFreeze } from "../deep-freeze.ts";
import { ConfigError } from "../problems/config-error.ts";
import type { ConfigIssue } from "../problems/config-issue.ts";
import { IssueLog } from "../problems/issue-log.ts";
import { decodeSource } from "../source/decode-source.ts";
import type { SourceText, Span } from "../source/source-text.ts";
import type { ValuesOf } from "../values/field.ts";
import { Place } from "../values/place.ts";
import { readRecord } from "../values/read-record.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";
import type { Lock } from "./lock.ts";
import { LOCK_SCHEMA } from "./lock-schema.ts";

/** Whatever is wrong with it: it is not written by hand. */
const HINT = "Take agent.lock from version control again, or remove it: then all of it is resolved anew.";

/**
 * Parses the text, or the bytes, of an agent.lock. Whatever is wrong with it is thrown as one `ConfigError` with the code `LOCK_INVALID`
 * that holds every problem; nothing else is ever thrown.
 */
export function parseLock(input: string | Uint8Array, { file }: { readonly file: string }): Lock {
  const { source, spans, values } = read(input, file);
  return deepFreeze({
    file,
    dependencies: values.dependencies,
    images: values.images,
    positionOf(path: string) {
      const span = spans.get(path);
      return span && Object.freeze({ ...source.locate(span.start), excerpt: source.excerpt(span) });
    },
  });
}

interface Read {
  readonly source: SourceText;
  readonly spans: ReadonlyMap<string, Span>;
  readonly values: ValuesOf<typeof LOCK_SCHEMA>;
}

function read(input: string | Uint8Array, file: string): Read {
  try {
    const decoded = decodeSource(input, file);
    const { source } = decoded;
    const issues = new IssueLog(source);
    if (!decoded.ok) issues.add(decoded.span, "", decoded.problem);
    issues.throwIfAny();
    const spans = new Map<string, Span>();
    const root = parseYaml(source, issues);
    if (root === undefined) issues.throwIfAny();
    const place = new Place("", issues, spans);
    const node = root ?? { kind: "map", entries: [], span: { start: 0, end: 0 } };
    const values = node.kind === "map" ? readRecord(LOCK_SCHEMA, node, place) : place.expected(node, "a mapping", "");
    issues.throwIfAny();
    if (values === undefined) throw new Error("A lock was refused without a problem being reported.");
    return { source, spans, values };
  } catch (error) {
    throw error instanceof ConfigError ? asLockError(error) : error;
  }
}

function ofLock(issue: ConfigIssue): ConfigIssue {
  return { ...issue, code: "LOCK_INVALID", hint: HINT };
}

function asLockError({ issues: [first, ...rest] }: ConfigError): ConfigError {
  if (first === undefined) throw new Error("A lock was refused without a problem being reported.");
  return new ConfigError([ofLock(first), ...rest.map(ofLock)]);
}
