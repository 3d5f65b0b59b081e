import { describe, expect, it } from "vitest";
import type { ApiExport } from "../api/package-api.ts";
import { docBefore, parseDeclarations } from "../api/parse-declarations.ts";
import { apiPage, renderApiPage } from "../docs/render-api-page.ts";
import { sampleRepository } from "../sample-repository.ts";
import { apiPages } from "./api-pages.ts";
import { documentedExports } from "./documented-exports.ts";

const OPEN: ApiExport = {
  name: "open",
  kind: "function",
  file: "packages/a/src/open.ts",
  doc: "Opens it.\n\n@throws `USAGE`.",
  text: "function open(): Promise<void>;",
  members: [],
  isAsync: true,
};
const MEMBER = { name: "waitMs", doc: "", isOptional: false, isNumber: true, isAsync: false };
const OPTIONS: ApiExport = { ...OPEN, name: "Options", kind: "interface", isAsync: false, members: [MEMBER] };

const check = async (entry: ApiExport, source = "") => {
  const findings = await documentedExports.run(
    sampleRepository({
      files: { [entry.file]: source },
      errorCodes: { USAGE: { kind: "invalid-argument", when: "Wrong." } },
      apis: [{ folder: "packages/a", exports: [entry] }],
    }),
  );
  return findings.map(({ message }) => message).join("\n");
};

describe("documentedExports", () => {
  it("is content with what tells everything", async () => {
    expect(await check(OPEN)).toBe("");
    expect(await check(OPTIONS)).toBe("");
    expect(await check({ ...OPEN, doc: "Opens it. Never throws." })).toBe("");
    expect(await check({ ...OPEN, doc: "Opens it.\n\n@throws `US*`." })).toBe("");
    expect(await check({ ...OPTIONS, members: [{ ...MEMBER, isOptional: true, doc: "By default 3." }] })).toBe("");
  });

  it.each<[string, ApiExport]>([
    ["without TSDoc", { ...OPEN, doc: "" }],
    ["neither @throws", { ...OPEN, doc: "Opens it." }],
    ["GONE, which is no error code", { ...OPEN, doc: "Opens it.\n\n@throws `GONE`." }],
    ["tells the unit", { ...OPTIONS, members: [{ ...MEMBER, name: "wait" }] }],
    ["tells the default", { ...OPTIONS, members: [{ ...MEMBER, isOptional: true }] }],
    ["a method without TSDoc", { ...OPTIONS, kind: "class", members: [{ ...MEMBER, isNumber: false, isAsync: true }] }],
  ])("notices: %s", async (message, entry) => {
    expect(await check(entry)).toContain(message);
  });

  it("looks into a function that is not asynchronous for what it throws", async () => {
    const source = 'export function open() {\n  throw new MoatError("USAGE", "x");\n}\n';
    expect(await check({ ...OPEN, isAsync: false, doc: "Opens it." }, source)).toContain("neither @throws");
    expect(await check({ ...OPEN, isAsync: false, doc: "Opens it." }, "export function open() {}\n")).toBe("");
  });
});

describe("apiPages", () => {
  const api = { folder: "packages/a", exports: [OPEN] };
  const page = renderApiPage(api);
  const run = (files: Readonly<Record<string, string>>) => apiPages.run(sampleRepository({ files, apis: [api] }));

  it("compares a page with what the package exports", async () => {
    expect(await run({ [apiPage(api.folder)]: page })).toEqual([]);
    expect(await run({ [apiPage(api.folder)]: page.replace("## open", "## opened") })).toHaveLength(1);
    expect(await run({})).toHaveLength(1);
    expect(await run({ [apiPage(api.folder)]: page, [apiPage("packages/gone")]: "" })).toHaveLength(1);
  });

  it("has TSDoc as Markdown", () => {
    expect(page).toContain("## open\n\n*function*\n\nOpens it.\n\n**Throws** `USAGE`.\n\n```ts\nfunction open()");
  });
});

describe("docBefore", () => {
  it("takes the comment right before a declaration, and no other", () => {
    const declarations = parseDeclarations(
      "a.d.ts",
      "/** One. */\ntype A = 1;\ntype B = 2;\n/**\n * Three.\n *\n * @throws x\n */\ntype C = 3;\n",
    );
    expect(declarations.statements.map(({ start }) => docBefore(declarations, start))).toEqual([
      "One.",
      "",
      "Three.\n\n@throws x",
    ]);
  });
});
