import type { Fields } from "../values/field.ts";
import type { Shape } from "../values/shape.ts";
import { SCHEMA } from "./schema.ts";

/** A part of a JSON Schema. */
type Part = Readonly<Record<string, unknown>>;

/** The dialect that editors know best. */
const DIALECT = "http://json-schema.org/draft-07/schema#";

/**
 * Writes the table of keys as the JSON Schema of agent.yaml, for editors. What the dialect cannot say (two mounts on one
 * target, say) only moat checks. Pure.
 */
export function agentJsonSchema(): Part {
  return {
    $schema: DIALECT,
    title: "agent.yaml",
    description: "How moat runs a workspace.",
    // An empty file is an empty config.
    ...orNothing(recordPart(SCHEMA)),
  };
}

function recordPart(fields: Fields): Part {
  const live = Object.entries(fields).flatMap(([key, row]) => (row.state === "live" ? [[key, row] as const] : []));
  const required = live.filter(([, row]) => row.required).map(([key]) => key);
  return {
    type: "object",
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      live.map(([key, row]) => {
        const part = partOf(row.type.shape);
        return [key, { description: row.doc, ...(row.required ? part : orNothing(part)) }];
      }),
    ),
  };
}

/** A key without a value counts as absent. */
function orNothing(part: Part): Part {
  const { type, enum: choices, anyOf } = part;
  if (Array.isArray(anyOf)) return { ...part, anyOf: [...anyOf, { type: "null" }] };
  if (Array.isArray(choices)) return { ...part, enum: [...choices, null] };
  return { ...part, type: [type, "null"].flat() };
}

function partOf(shape: Shape): Part {
  switch (shape.kind) {
    case "string":
      if (shape.choices !== undefined) return { enum: shape.choices };
      return { type: "string", ...given({ pattern: shape.pattern, maxLength: shape.maxLength }) };
    case "boolean":
      return { type: "boolean" };
    case "number":
      return { type: shape.whole ? "integer" : "number", minimum: shape.minimum, maximum: shape.maximum };
    case "text":
      return { type: ["string", "number", "boolean"], ...given({ pattern: shape.pattern }) };
    case "list":
      return {
        type: "array",
        ...(shape.first === undefined
          ? { items: partOf(shape.of) }
          : { items: [partOf(shape.first)], additionalItems: partOf(shape.of) }),
        ...given({ maxItems: shape.maxItems, uniqueItems: shape.distinct }),
      };
    case "map":
      return { type: "object", propertyNames: { pattern: shape.keyPattern }, additionalProperties: partOf(shape.of) };
    case "record":
      return recordPart(shape.fields);
    case "either":
      break;
  }
  return { anyOf: shape.shapes.map(partOf) };
}

function given(parts: Part): Part {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
