import type { Span } from "../source/source-text.ts";

/** One scalar. `text` is its value when it is a string, and otherwise what the file says, letter by letter. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  readonly text: string;
  readonly span: Span;
}

/** A list, in the order of the file. */
export interface ListNode {
  readonly kind: "list";
  readonly items: readonly SourceNode[];
  readonly span: Span;
}

/** One key with its value. */
export interface MapEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: SourceNode;
}

/** A mapping whose keys are strings, each there once, in the order of the file. */
export interface MapNode {
  readonly kind: "map";
  readonly entries: readonly MapEntry[];
  readonly span: Span;
}

/** A value that was refused, and reported, already: readers skip it. */
export interface BrokenNode {
  readonly kind: "broken";
  readonly span: Span;
}

/** YAML as the rest of this package sees it: plain data with positions, aliases resolved. */
export type SourceNode = ScalarNode | ListNode | MapNode | BrokenNode;
