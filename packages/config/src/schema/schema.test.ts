import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.ts";
import { SCHEMA } from "./schema.ts";

const rows = Object.entries(SCHEMA);
const live = rows.flatMap(([key, row]) => (row.state === "live" ? [[key, row] as const] : []));
const reserved = rows.flatMap(([key, row]) => (row.state === "reserved" ? [key] : []));

const page = readFileSync(new URL("../../../../docs/content/reference/02-agent-yaml.md", import.meta.url), "utf8");
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

describe("the schema table", () => {
  it.each(live)("has an example of %s that parses", (key, { doc, example }) => {
    expect(parseConfig(example, { file: "example" }).has(key)).toBe(true);
    expect(doc).toMatch(/\.$/);
  });
});

describe("the reference page", () => {
  it("has a section for each key that works, in the order of the table", () => {
    const sections = [...page.matchAll(/^## `(\w+)`$/gm)].map((match) => match[1]);
    expect(sections).toEqual(live.map(([key]) => key));
  });

  it("lists each reserved key", () => {
    const section = page.slice(page.indexOf("## Reserved keys"));
    expect([...section.matchAll(/^\| `(\w+)` /gm)].map((match) => match[1])).toEqual(reserved);
  });

  it.each(
    [page, readme].flatMap((text) => [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? "")),
  )("has an example that parses: %j", (example) => {
    expect(parseConfig(example, { file: "example" }).has(example.match(/^\w+/m)?.[0] ?? "")).toBe(true);
  });
});
