import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What `packages/config` says of the keys. Loaded from its source, whose packages have to be built. */
interface KeyTable {
  readonly renderKeyTable: () => string;
  readonly renderReservedTable: () => string;
}

const root = join(import.meta.dirname, "../../..");
const load = (path: string) => import(pathToFileURL(join(root, "packages/config/src/schema", path)).href);

const keys: KeyTable = await load("key-table.ts");
const { agentJsonSchema }: { readonly agentJsonSchema: () => object } = await load("json-schema.ts");
const page = join(root, "docs/content/reference/02-agent-yaml.md");

const between = (text: string, name: string, table: string) =>
  text.replace(new RegExp(`(<!-- ${name}[^>]*-->\\n).*?(<!-- /${name} -->)`, "s"), `$1\n${table}\n\n$2`);
const text = await readFile(page, "utf8");
await writeFile(page, between(between(text, "keys", keys.renderKeyTable()), "reserved", keys.renderReservedTable()));
await writeFile(join(root, "docs/agent.schema.json"), `${JSON.stringify(agentJsonSchema(), undefined, 2)}\n`);
