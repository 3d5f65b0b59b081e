import type { Checked, Problem } from "../problems/problem.ts";
import type { ValueType } from "./value-type.ts";

/** Says of a value that stands twice where it must not. */
export interface Distinct<T> {
  /** What two values must not have in common. */
  key(value: T): string;
  problem(value: T, firstPath: string): Problem;
  /** Whether equal means the same in the file, letter by letter, which editors can see, too. */
  readonly plain?: boolean;
}

/** A list of values of one type. */
export function list<T>(of: ValueType<T>, hint: string, distinct?: Distinct<T>): ValueType<readonly T[]> {
  return {
    shape: { kind: "list", of: of.shape, ...(distinct?.plain === true ? { distinct: true } : {}) },
    read(node, place) {
      if (node.kind !== "list") return place.expected(node, "a list", hint);
      const values: T[] = [];
      const first = new Map<string, string>();
      for (const [index, item] of node.items.entries()) {
        const at = place.item(index, item);
        const value = of.read(item, at);
        if (value === undefined) continue;
        values.push(value);
        const firstPath = distinct === undefined ? undefined : seen(first, distinct.key(value), at.path);
        if (firstPath !== undefined && distinct !== undefined) at.refuse(item.span, distinct.problem(value, firstPath));
      }
      return values.length === node.items.length ? values : undefined;
    },
  };
}

/** Names with values of one type. */
export interface MapOptions<T> {
  readonly of: ValueType<T>;
  readonly keyPattern: RegExp;
  readonly checkKey: (key: string) => Checked<string>;
  readonly hint: string;
  readonly distinct?: Distinct<T>;
}

/** A mapping from names of the user's choice to values of one type. */
export function map<T>({
  of,
  keyPattern,
  checkKey,
  hint,
  distinct,
}: MapOptions<T>): ValueType<Readonly<Record<string, T>>> {
  return {
    shape: { kind: "map", keyPattern: keyPattern.source, of: of.shape },
    read(node, place) {
      if (node.kind !== "map") return place.expected(node, "a mapping", hint);
      const values = new Map<string, T>();
      const first = new Map<string, string>();
      for (const { key, keySpan, value: item } of node.entries) {
        const at = place.key(key, item);
        const checked = checkKey(key);
        if (!checked.ok) at.refuse(keySpan, checked.problem);
        const value = of.read(item, at);
        if (value === undefined || !checked.ok) continue;
        values.set(key, value);
        const firstPath = distinct === undefined ? undefined : seen(first, distinct.key(value), at.path);
        if (firstPath !== undefined && distinct !== undefined) at.refuse(item.span, distinct.problem(value, firstPath));
      }
      return values.size === node.entries.length ? Object.fromEntries(values) : undefined;
    },
  };
}

/** Returns where a key was met before; remembers it when it is new. */
function seen(first: Map<string, string>, key: string, path: string): string | undefined {
  const known = first.get(key);
  if (known === undefined) first.set(key, path);
  return known;
}
