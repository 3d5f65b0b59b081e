import type { Fields, LiveField } from "../values/field.ts";
import type { Shape } from "../values/shape.ts";
import { SCHEMA } from "./schema.ts";

/** One key that has an effect, as people read about it. */
export interface KeyDescription {
  /** For instance `container.memory`. */
  readonly path: string;
  readonly type: string;
  readonly doc: string;
  readonly variable: string;
  readonly workspaceOnly: boolean;
}

/** Every key that has an effect, those of nested mappings included, in the order of the table. Pure. */
export function describeKeys(fields: Fields = SCHEMA, parent = ""): readonly KeyDescription[] {
  return Object.entries(fields).flatMap(([key, row]) => {
    if (row.state !== "live") return [];
    const path = parent === "" ? key : `${parent}.${key}`;
    return [describe(path, row), ...nested(row.type.shape, path)];
  });
}

/** Every key that is kept for later, those of nested mappings included, with what it will do. */
function reservedKeys(fields: Fields = SCHEMA, parent = ""): readonly (readonly [path: string, doc: string])[] {
  return Object.entries(fields).flatMap(([key, row]) => {
    const path = parent === "" ? key : `${parent}.${key}`;
    if (row.state === "reserved") return [[path, row.doc] as const];
    return row.type.shape.kind === "record" ? reservedKeys(row.type.shape.fields, path) : [];
  });
}

/** Writes the keys as the table of the reference page; `pnpm docs:config` puts it there. */
export function renderKeyTable(): string {
  const rows = describeKeys().map(({ path, type, doc, variable, workspaceOnly }) => {
    const where = workspaceOnly ? "agent.yaml" : "agent.yaml, config.yaml";
    return [`\`${path}\``, type, doc, where, variable === "" ? "" : `\`${variable}\``];
  });
  return markdownTable([["Key", "Type", "Meaning", "May stand in", "Variable"], ...rows]);
}

/** Writes the keys that are kept for later as the table of the reference page. */
export function renderReservedTable(): string {
  return markdownTable([
    ["Key", "What it will be, or why not"],
    ...reservedKeys().map(([path, doc]) => [`\`${path}\``, doc]),
  ]);
}

function nested(shape: Shape, path: string): readonly KeyDescription[] {
  return shape.kind === "record" ? describeKeys(shape.fields, path) : [];
}

function describe(path: string, { type, doc, variable, workspaceOnly }: LiveField<unknown>): KeyDescription {
  return { path, type: typeName(type.shape), doc, variable, workspaceOnly };
}

function typeName(shape: Shape): string {
  switch (shape.kind) {
    case "string":
      return shape.choices === undefined
        ? "string"
        : shape.choices
            .filter(Boolean)
            .map((one) => `\`${one}\``)
            .join(" or ");
    case "boolean":
      return "`true` or `false`";
    case "number":
      return `${shape.whole ? "whole number" : "number"}, ${shape.minimum} to ${shape.maximum}`;
    case "text":
      return "string or number";
    case "list":
      return `list of ${typeName(shape.of)}s`;
    case "map":
      return `mapping of name to ${typeName(shape.of)}`;
    case "record":
      return "mapping";
    case "either":
      break;
  }
  return shape.shapes.some(({ kind }) => kind === "record") ? "mount" : shape.shapes.map(typeName).join(" or ");
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
