import { type Alias, type Node, type Pair, type Scalar, isAlias, isCollection, isMap, isScalar } from "yaml";
import type { IssueLog } from "../problems/issue-log.ts";
import type { Problem } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import type { Span } from "../source/source-text.ts";
import { Anchors } from "./anchors.ts";
import { aliasProblem, duplicateKey, keyProblem, textProblem } from "./node-problems.ts";
import type { BrokenNode, MapEntry, SourceNode } from "./source-node.ts";

/** Turns the library's nodes into ours: aliases resolved, keys checked to be strings and unique. */
export function toSourceNode(node: Node, issues: IssueLog): SourceNode {
  return new Conversion(issues).convert(node, spanOf(node)).node;
}

interface Converted {
  readonly node: SourceNode;
  /** How many values it holds, itself included, aliases counted in full. */
  readonly size: number;
}

class Conversion {
  readonly #issues: IssueLog;
  readonly #anchors = new Anchors();

  constructor(issues: IssueLog) {
    this.#issues = issues;
  }

  /** `emptySpan` is where a value stands that has no letters: at its key. */
  convert(node: unknown, emptySpan: Span): Converted {
    if (isAlias(node)) return this.#alias(node);
    if (!isScalar(node) && !isCollection(node))
      return whole({ kind: "scalar", value: null, text: "", span: emptySpan });
    const anchor = node.anchor;
    if (anchor !== undefined) this.#anchors.open(anchor);
    const converted = isScalar(node) ? whole(this.#scalar(node, emptySpan)) : this.#collection(node);
    if (anchor !== undefined) this.#anchors.close(anchor, converted.node, converted.size);
    return converted;
  }

  #alias(alias: Alias): Converted {
    const { result, size } = this.#anchors.resolve(alias.source);
    const span = spanOf(alias);
    if (typeof result === "string") return whole(this.#broken(span, aliasProblem(result, alias.source)));
    return { node: result, size };
  }

  #scalar(scalar: Scalar, emptySpan: Span): SourceNode {
    const value = scalar.value;
    const span = scalar.source === "" && value === null ? emptySpan : spanOf(scalar);
    if (typeof value === "string") {
      const problem = textProblem(value);
      return problem === undefined ? { kind: "scalar", value, text: value, span } : this.#broken(span, problem);
    }
    const text = scalar.source ?? "";
    if (value === null || typeof value === "number" || typeof value === "boolean") {
      return { kind: "scalar", value, text, span };
    }
    // Only a tag makes other values, and tags were reported before.
    if (scalar.tag !== undefined) return { kind: "broken", span };
    return this.#broken(span, { message: `${quote(text)} cannot be used as a value.`, hint: "Quote it." });
  }

  #collection(node: Node & { readonly items: readonly unknown[] }): Converted {
    const span = spanOf(node);
    if (isMap(node)) return this.#map(node.items, span);
    const items = node.items.map((item) => this.convert(item, span));
    return { node: { kind: "list", items: items.map((item) => item.node), span }, size: sizeOf(items) };
  }

  #map(pairs: readonly Pair[], span: Span): Converted {
    const seen = new Set<string>();
    const entries: MapEntry[] = [];
    const values: Converted[] = [];
    for (const pair of pairs) {
      const keySpan = pair.key === null ? span : spanOf(pair.key);
      const key = this.convert(pair.key, keySpan).node;
      const value = this.convert(pair.value, keySpan);
      values.push(value);
      if (key.kind === "broken") continue;
      const name = isAlias(pair.key) ? undefined : keyName(key);
      if (name === undefined) this.#broken(keySpan, keyProblem(key));
      else if (seen.has(name)) this.#broken(keySpan, duplicateKey(name));
      else entries.push({ key: name, keySpan, value: value.node });
      if (name !== undefined) seen.add(name);
    }
    return { node: { kind: "map", entries, span }, size: sizeOf(values) };
  }

  #broken(span: Span, problem: Problem): BrokenNode {
    this.#issues.add(span, "", problem);
    return { kind: "broken", span };
  }
}

/** A merge key is no name: it would give a mapping keys that the file does not show. */
function keyName(key: SourceNode): string | undefined {
  return key.kind === "scalar" && typeof key.value === "string" && key.value !== "<<" ? key.value : undefined;
}

function whole(node: SourceNode): Converted {
  return { node, size: 1 };
}

function sizeOf(parts: readonly Converted[]): number {
  return parts.reduce((sum, part) => sum + part.size, 1);
}

function spanOf(node: unknown): Span {
  if (!isAlias(node) && !isScalar(node) && !isCollection(node)) return { start: 0, end: 0 };
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
