import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Declaration } from "oxc-parser";
import { membersOf } from "./members-of.ts";
import type { ApiExport, PackageApi } from "./package-api.ts";
import { type Declarations, docBefore, parseDeclarations } from "./parse-declarations.ts";

/** Reads what a package exports, from the declarations that its build has emitted. */
export async function readApi(root: string, folder: string): Promise<PackageApi> {
  const parsed = new Map<string, Declarations>();
  const parse = async (file: string) => {
    const known = parsed.get(file) ?? parseDeclarations(file, await readFile(file, "utf8"));
    parsed.set(file, known);
    return known;
  };
  const entry = join(root, folder, "dist/index.d.ts");
  const exports: ApiExport[] = [];
  for (const { name, local, file } of await exportedNames(entry, parse)) {
    const found = findDeclared(await parse(file), local);
    if (found === undefined) throw new Error(`${file} does not declare ${local}`);
    exports.push({
      ...found,
      name,
      file: relative(root, file)
        .replace("/dist/", "/src/")
        .replace(/\.d\.ts$/, ".ts"),
    });
  }
  return { folder, exports: exports.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

interface ExportedName {
  readonly name: string;
  readonly local: string;
  readonly file: string;
}

/** An entry does nothing but pass on what other files declare. */
async function exportedNames(
  entry: string,
  parse: (file: string) => Promise<Declarations>,
): Promise<readonly ExportedName[]> {
  const names: ExportedName[] = [];
  for (const node of (await parse(entry)).statements) {
    if (node.type === "ExportNamedDeclaration" && node.source !== null) {
      const file = resolve(entry, node.source.value);
      for (const { local, exported } of node.specifiers)
        names.push({ name: nameOf(exported), local: nameOf(local), file });
    } else if (node.type === "ExportAllDeclaration") {
      const file = resolve(entry, node.source.value);
      for (const name of declaredNames(await parse(file))) names.push({ name, local: name, file });
    } else {
      throw new Error(`${entry} has more in it than exports from other files`);
    }
  }
  return names;
}

function nameOf(node: { readonly name: string } | { readonly value: string }): string {
  return "name" in node ? node.name : node.value;
}

function resolve(from: string, specifier: string): string {
  return join(dirname(from), specifier.replace(/\.[jt]s$/, ".d.ts"));
}

function declaredNames({ statements }: Declarations): readonly string[] {
  return statements.flatMap((node) =>
    node.type === "ExportNamedDeclaration" && node.declaration !== null ? (namesIn(node.declaration)[0] ?? []) : [],
  );
}

function namesIn(node: Declaration): readonly string[] {
  if (node.type === "VariableDeclaration")
    return node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? id.name : []));
  if (!("id" in node) || node.id === null || !("name" in node.id)) return [];
  return [node.id.name];
}

function findDeclared(declarations: Declarations, name: string): Omit<ApiExport, "name" | "file"> | undefined {
  for (const node of declarations.statements) {
    if (node.type !== "ExportNamedDeclaration" || node.declaration === null) continue;
    if (!namesIn(node.declaration).includes(name)) continue;
    const text = declarations.text.slice(node.start, node.end).replace(/^export (?:declare )?/, "");
    return {
      kind: kindOf(node.declaration),
      doc: docBefore(declarations, node.start),
      text: text.replaceAll(/^(?: {4})+/gm, (blanks) => "  ".repeat(blanks.length / 4)),
      members: membersOf(declarations, node.declaration),
      isAsync: /\): (?:Promise|AsyncIterable|AsyncGenerator)</.test(text),
    };
  }
  return undefined;
}

const KINDS: Readonly<Partial<Record<Declaration["type"], ApiExport["kind"]>>> = {
  ClassDeclaration: "class",
  TSDeclareFunction: "function",
  FunctionDeclaration: "function",
  TSInterfaceDeclaration: "interface",
  TSEnumDeclaration: "enum",
  VariableDeclaration: "const",
};

function kindOf({ type }: Declaration): ApiExport["kind"] {
  return KINDS[type] ?? "type";
}
