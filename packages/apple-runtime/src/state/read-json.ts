/** A part of the program's JSON, of which nothing is taken for granted. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads JSON that may have other lines before it; undefined when there is none. */
export function parseJson(text: string): unknown {
  const start = text.search(/^[[{]/m);
  if (start === -1) return undefined;
  try {
    return JSON.parse(text.slice(start));
  } catch {
    return undefined;
  }
}

/** The object at a path, or an empty one. */
export function objectAt(value: unknown, ...path: readonly string[]): Json {
  const found = at(value, path);
  return isObject(found) ? found : {};
}

/** The text at a path, or the empty one. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, path);
  return typeof found === "string" ? found : "";
}

/** The number at a path, or 0. */
export function numberAt(value: unknown, ...path: readonly string[]): number {
  const found = at(value, path);
  return typeof found === "number" ? found : 0;
}

/** The list at a path, or an empty one. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

/** The texts of an object at a path. */
export function textsAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(value, ...path));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function at(value: unknown, path: readonly string[]): unknown {
  let found: unknown = value;
  for (const key of path) found = isObject(found) ? found[key] : undefined;
  return found;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
