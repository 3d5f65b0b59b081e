import { parse } from "yaml";
import { readRegistry } from "../registry/read-registry.ts";

/** Writes registry.yaml as the module that is shipped, so that nobody parses YAML when a run starts. `pnpm docs:deps` puts it there. */
export function renderRegistry(yaml: string): string {
  const entries = Object.entries(readRegistry(parse(yaml)));
  return [
    "// Made of registry.yaml by `pnpm docs:deps`; a test holds the two together.",
    'import type { Registry } from "./entry.ts";',
    "",
    "/** Everything that `dependencies` may name. */",
    "export const REGISTRY: Registry = {",
    ...entries.map(([name, entry]) => `  ${JSON.stringify(name)}: ${JSON.stringify(entry)},`),
    "};",
    "",
  ].join("\n");
}
