import { type Call, faultOf } from "./call.ts";

/** Prints JSON as the version at hand does: sorted keys, `/` escaped or not, on one line or pretty. */
export function printJson(call: Call, value: unknown, layout: "line" | "pretty"): void {
  const shuffled = faultOf(call, "json-shuffle") === undefined ? value : shuffle(value);
  const sorted = faultOf(call, "json-shuffle") === undefined ? sortKeys(shuffled) : shuffled;
  const text = layout === "line" ? JSON.stringify(sorted) : pretty(sorted, "");
  const escapes = faultOf(call, "json-escape") === undefined ? call.traits.escapesSlash : !call.traits.escapesSlash;
  call.print(`${escapes ? text.replaceAll("/", String.raw`\/`) : text}\n`);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sortKeys(entry)]),
  );
}

const OPTIONAL = new Set(["dns", "startedDate", "ipv6Address", "macAddress"]);

/** Another order, keys that nobody knows, and without the optional ones. */
function shuffle(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffle).toReversed();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !OPTIONAL.has(key));
  return Object.fromEntries([
    ["zzUnknown", { later: true }],
    ...entries.toReversed().map(([key, entry]) => [key, shuffle(entry)]),
  ]);
}

/** Two blanks, and a blank on both sides of the colon. */
function pretty(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[\n\n" + indent + "]";
    return `[\n${value.map((entry) => inner + pretty(entry, inner)).join(",\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "{\n\n" + indent + "}";
  const lines = entries.map(([key, entry]) => `${inner}${JSON.stringify(key)} : ${pretty(entry, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}
