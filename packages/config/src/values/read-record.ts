import { didYouMean } from "../problems/did-you-mean.ts";
import type { Problem } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import type { MapEntry, MapNode } from "../yaml/source-node.ts";
import type { Fields, LiveField, ValuesOf } from "./field.ts";
import { type Place, pathOfKey } from "./place.ts";

/** Reads a mapping by a table of keys. Nothing comes back when any of its values was refused. */
export function readRecord<F extends Fields>(fields: F, node: MapNode, place: Place): ValuesOf<F> | undefined {
  const values = new Map<string, unknown>();
  let complete = true;
  for (const entry of node.entries) {
    const row = Object.hasOwn(fields, entry.key) ? fields[entry.key] : undefined;
    if (row?.state !== "live") {
      place.key(entry.key, entry.value).refuse(entry.keySpan, keyProblem(fields, entry.key, place));
      complete = false;
      continue;
    }
    if (place.scope === "machine" && row.workspaceOnly) {
      place.key(entry.key, entry.value).refuse(entry.keySpan, {
        message: `\`${entry.key}\` says something about one workspace, and cannot be set for a machine.`,
        hint: "Write it in the agent.yaml of the workspace.",
      });
      complete = false;
      continue;
    }
    if (hasNoValue(entry)) continue;
    const value = row.type.read(entry.value, place.key(entry.key, entry.value));
    if (value === undefined) complete = false;
    else values.set(entry.key, value);
  }
  for (const [key, row] of liveRows(fields)) {
    if (values.has(key)) continue;
    values.set(key, row.default);
    if (!row.required) continue;
    complete = false;
    if (node.entries.some((entry) => entry.key === key && !hasNoValue(entry))) continue;
    place.refuse(node.span, {
      message: `${place.label} has no \`${key}\`.`,
      hint: `Add it, for instance \`${row.example}\`.`,
    });
  }
  // The loop above has put exactly the keys of the type into the map, each read by its own type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above; a mapped type cannot be built key by key.
  return complete ? (Object.fromEntries(values) as ValuesOf<F>) : undefined;
}

/** The values of a mapping that has no keys. */
export function defaultsOf<F extends Fields>(fields: F): ValuesOf<F> {
  const values = liveRows(fields).map(([key, row]) => [key, row.default] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- exactly the keys of the type; see above.
  return Object.fromEntries(values) as ValuesOf<F>;
}

/** A key without a value (`mounts:` with every item commented out) counts as absent. */
function hasNoValue(entry: MapEntry): boolean {
  return entry.value.kind === "scalar" && entry.value.value === null;
}

function liveRows(fields: Fields): readonly (readonly [string, LiveField<unknown>])[] {
  return Object.entries(fields).flatMap(([key, row]) => (row.state === "live" ? [[key, row] as const] : []));
}

function keyProblem(fields: Fields, key: string, place: Place): Problem {
  if (Object.hasOwn(fields, key)) {
    return {
      code: "CONFIG_KEY_UNSUPPORTED",
      message: `\`${pathOfKey(place.path, key)}\` is not supported by this version of moat.`,
      hint: "Remove it: moat never ignores a key that it cannot honour.",
    };
  }
  const near = didYouMean(key, Object.keys(fields));
  const known = liveRows(fields).map(([name]) => `\`${name}\``);
  const hint = near === undefined ? `Use one of ${known.join(", ")}.` : `Did you mean \`${near}\`?`;
  return { message: `Unknown key ${quote(key)}${place.path === "" ? "" : ` in ${place.label}`}.`, hint };
}
