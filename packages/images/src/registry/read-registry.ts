import { WHOLE } from "../dependencies/parse-dependency.ts";
import type { Entry, Registry, Source } from "./entry.ts";

const KEYS = new Set([
  "kind",
  "doc",
  "image",
  "apt",
  "npm",
  "pip",
  "uv",
  "go",
  "cargo",
  "of",
  "versions",
  "default",
  "requires",
  "check",
]);
const SOURCES = ["image", "apt", "npm", "pip", "uv", "go", "cargo", "of"] as const;

/** Reads what registry.yaml says. Throws an `Error` that names every entry which is not as it should be. */
export function readRegistry(value: unknown): Registry {
  const problems: string[] = [];
  const entries = Object.entries(mapping(value)).map(([name, raw]): [string, Entry] => {
    const say = (problem: string) => problems.push(`${name}: ${problem}`);
    return [name, readEntry(name, mapping(raw), say)];
  });
  const registry = Object.fromEntries(entries);
  for (const entry of Object.values(registry)) {
    const named = [...entry.requires, ...(entry.source.from === "group" ? entry.source.of : [])];
    for (const other of named)
      if (registry[other] === undefined) problems.push(`${entry.name}: names ${other}, which is no entry`);
  }
  if (problems.length > 0) throw new Error(`registry.yaml: ${problems.join("; ")}`);
  return registry;
}

function readEntry(name: string, raw: Raw, say: (problem: string) => void): Entry {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) say("is no name");
  for (const key of Object.keys(raw)) if (!KEYS.has(key)) say(`has the unknown key ${key}`);
  const source = readSource(raw, say);
  const listed = raw["versions"] === undefined ? "any" : strings(raw["versions"]);
  const defaultVersion = text(raw["default"]);
  const kind = text(raw["kind"]);
  if (kind !== "runtime" && kind !== "agent" && kind !== "tool" && kind !== "group") say("has no kind");
  if ((kind === "group") !== (source.from === "group")) say("is a group without members, or the reverse");
  if (!/^[^\n]+\.$/.test(text(raw["doc"]))) say("has no doc of one sentence");
  const fromDebian = source.from === "apt" && listed === "any";
  if (fromDebian || source.from === "group") {
    if (defaultVersion !== "") say("has a default version, but Debian or its members decide");
  } else if (!/^\d+(\.\d+)*$/.test(defaultVersion)) say("has no default version");
  const needsWhole = source.from === "npm" || source.from === "go" || source.from === "cargo";
  if (needsWhole && !WHOLE.test(defaultVersion)) say("has no whole default version");
  if (listed !== "any" && !listed.includes(defaultVersion)) say("offers not its own default version");
  const check = strings(raw["check"]);
  if ((check.length === 0) !== (source.from === "group")) say("has no check, or is a group with one");
  return {
    name,
    kind: kind === "runtime" || kind === "agent" || kind === "group" ? kind : "tool",
    doc: text(raw["doc"]),
    source,
    defaultVersion,
    versions: fromDebian || source.from === "group" ? [] : listed,
    requires: strings(raw["requires"]),
    check,
  };
}

function readSource(raw: Raw, say: (problem: string) => void): Source {
  const found = SOURCES.filter((key) => raw[key] !== undefined);
  const [from = "of"] = found;
  if (found.length !== 1) say(`has ${found.length} sources`);
  const inner = mapping(raw[from]);
  const common = { links: texts(inner["links"]), env: texts(inner["env"]) };
  switch (from) {
    case "image":
      if (!text(inner["name"]).includes(":")) say("has an image without a tag");
      return { from, image: text(inner["name"]), copy: strings(inner["copy"]), ...common };
    case "apt":
      if (strings(inner["packages"]).length === 0) say("has no packages");
      return { from, packages: strings(inner["packages"]), ...common };
    case "npm":
    case "pip":
    case "uv":
    case "go":
    case "cargo":
      if (text(raw[from]) === "") say("has no package");
      return { from, package: text(raw[from]) };
    case "of":
      break;
  }
  return { from: "group", of: strings(raw["of"]) };
}

type Raw = Readonly<Record<string, unknown>>;

function mapping(value: unknown): Raw {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function texts(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(mapping(value)).map(([key, item]) => [key, text(item)]));
}
