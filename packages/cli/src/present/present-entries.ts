import { type Entry, REGISTRY, type Source } from "@moat/images";
import type { DependencyInfo } from "../operations/dependency-info.ts";
import { table } from "./table.ts";

const KINDS = ["runtime", "agent", "tool", "group"] as const;

/** The entries of the registry, of one kind or of all, by kind and name. */
export function entriesOf(kind: Entry["kind"] | undefined): readonly Entry[] {
  return Object.values(REGISTRY)
    .filter((entry) => kind === undefined || entry.kind === kind)
    .toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.name < b.name ? -1 : 1));
}

/** Entries for people, one a line. */
export function entriesText(entries: readonly Entry[]): string {
  return table([
    ["NAME", "KIND", "VERSION", "WHAT IT IS"],
    ...entries.map((entry) => [entry.name, entry.kind, versionOf(entry), entry.doc]),
  ]);
}

/** Entries for programs. */
export function entriesJson(entries: readonly Entry[]): object {
  return { dependencies: entries.map(entryJson) };
}

/** A dependency for people. */
export function dependencyText({ entry, brings }: DependencyInfo): string {
  const rows = brings.map(({ name, version, asked }) => [
    asked ? "is" : "brings",
    version === "" ? name : `${name} ${version}`,
  ]);
  if (entry === undefined) return table(rows);
  const versions = entry.versions === "any" ? "any exact one" : entry.versions.join(", ");
  return table([
    ["name", entry.name],
    ["kind", entry.kind],
    ["what", entry.doc],
    ["from", sourceText(entry.source)],
    ["version", versionOf(entry)],
    ["versions", versions || "none to choose"],
    ...rows.filter(([, what]) => what?.split(" ")[0] !== entry.name),
  ]);
}

/** A dependency for programs. */
export function dependencyJson({ entry, brings }: DependencyInfo): object {
  return {
    entry: entry === undefined ? null : entryJson(entry),
    brings: brings.map(({ name, version, asked }) => ({ name, version, asked })),
  };
}

function entryJson({ name, kind, doc, defaultVersion, versions, requires, source, check }: Entry): object {
  return { name, kind, doc, defaultVersion, versions, requires, from: sourceText(source), check };
}

function versionOf({ defaultVersion, source }: Entry): string {
  if (source.from === "group") return "";
  return defaultVersion === "" ? "Debian's" : defaultVersion;
}

function sourceText(source: Source): string {
  switch (source.from) {
    case "image":
      return `the image ${source.image}`;
    case "apt":
      return `Debian: ${source.packages.join(" ")}`;
    case "npm":
      return `npm: ${source.package}`;
    case "pip":
    case "uv":
      return `PyPI: ${source.package}`;
    case "go":
      return `Go: ${source.package}`;
    case "cargo":
      return `Cargo: ${source.package}`;
    case "group":
      break;
  }
  return `a group of ${source.of.join(", ")}`;
}
