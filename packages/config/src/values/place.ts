import type { IssueLog } from "../problems/issue-log.ts";
import type { Problem } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import type { Span } from "../source/source-text.ts";
import type { BrokenNode, SourceNode } from "../yaml/source-node.ts";

/** Whose file is read: that of one workspace, or that of this machine's user. */
export type Scope = "workspace" | "machine";

/** Where in the tree of values a reader is: it gives problems their path, and remembers where each value stands. */
export class Place {
  readonly path: string;
  /** Whose file is read. */
  readonly scope: Scope;
  readonly #issues: IssueLog;
  readonly #spans: Map<string, Span>;

  constructor(path: string, issues: IssueLog, spans: Map<string, Span>, scope: Scope = "workspace") {
    this.path = path;
    this.scope = scope;
    this.#issues = issues;
    this.#spans = spans;
  }

  /** The path as a message names it. */
  get label(): string {
    return this.path === "" ? "The file" : `\`${this.path}\``;
  }

  /** Enters the value of a key. */
  key(name: string, node: SourceNode): Place {
    return this.#enter(pathOfKey(this.path, name), node);
  }

  /** Enters an item of a list. */
  item(index: number, node: SourceNode): Place {
    return this.#enter(`${this.path}[${index}]`, node);
  }

  /** Notes a problem here. It returns undefined, which is what readers return when there is no value. */
  refuse(span: Span, problem: Problem): undefined {
    this.#issues.add(span, this.path, problem);
  }

  /** Notes that a value is of the wrong type; says nothing of values that were refused already. */
  expected(node: SourceNode, what: string, hint: string): undefined {
    if (node.kind === "broken") return;
    this.refuse(node.span, { message: `${this.label} must be ${what}, not ${kindOf(node)}.`, hint });
  }

  #enter(path: string, node: SourceNode): Place {
    this.#spans.set(path, node.span);
    return new Place(path, this.#issues, this.#spans, this.scope);
  }
}

/** Returns the path of a key inside another path, for instance `env.PORT`. */
export function pathOfKey(parent: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${parent}[${quote(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}

function kindOf(node: Exclude<SourceNode, BrokenNode>): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a mapping";
  if (node.value === null) return "nothing";
  if (node.value === "") return "an empty string";
  return `a ${typeof node.value}`;
}
