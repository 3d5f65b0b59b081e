import type { Fields, ValuesOf } from "./field.ts";
import { defaultsOf, readRecord } from "./read-record.ts";
import type { ValueType } from "./value-type.ts";

/** A mapping whose keys are those of a table. */
export function record<F extends Fields>(
  fields: F,
  hint: string,
): ValueType<ValuesOf<F>> & { readonly empty: ValuesOf<F> } {
  return {
    shape: { kind: "record", fields },
    empty: defaultsOf(fields),
    read: (node, place) =>
      node.kind === "map" ? readRecord(fields, node, place) : place.expected(node, "a mapping", hint),
  };
}
