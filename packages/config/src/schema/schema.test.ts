import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.ts";
import { agentJsonSchema } from "./json-schema.ts";
import { renderKeyTable, renderReservedTable } from "./key-table.ts";
import { SCHEMA } from "./schema.ts";

const rows = Object.entries(SCHEMA);
const live = rows.flatMap(([key, row]) => (row.state === "live" ? [[key, row] as const] : []));

/** A table without what only aligns it. */
const compact = (table: string) => table.trim().replaceAll(/ +/g, " ").replaceAll(/-{2,}/g, "-");

const page = readFileSync(new URL("../../../../docs/content/reference/02-agent-yaml.md", import.meta.url), "utf8");
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

describe("the schema table", () => {
  it.each(live)("has an example of %s that parses", (key, { doc, example }) => {
    expect(parseConfig(example, { file: "example" }).has(key)).toBe(true);
    expect(doc).toMatch(/\.$/);
  });
});

describe("the committed JSON Schema", () => {
  it("is what the table says; pnpm docs:config writes it", () => {
    const file = new URL("../../../../docs/agent.schema.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(agentJsonSchema());
  });
});

describe("the reference page", () => {
  it("has a section for each key that works, in the order of the table", () => {
    const sections = [...page.matchAll(/^## `(\w+)`$/gm)].map((match) => match[1]);
    expect(sections).toEqual(live.map(([key]) => key));
  });

  it.each([
    ["keys", renderKeyTable()],
    ["reserved", renderReservedTable()],
  ])("has the table of %s; pnpm docs:config writes it", (name, table) => {
    const found = new RegExp(`<!-- ${name}[^>]*-->\\n(.*?)<!-- /${name} -->`, "s").exec(page)?.[1] ?? "";
    expect(compact(found)).toBe(compact(table));
  });

  it.each(
    [page, readme].flatMap((text) => [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? "")),
  )("has an example that parses: %j", (example) => {
    expect(parseConfig(example, { file: "example" }).has(example.match(/^\w+/m)?.[0] ?? "")).toBe(true);
  });
});
