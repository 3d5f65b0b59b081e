import type { Repository } from "./check.ts";

/** A package.json, as far as the checks read it. */
export interface Manifest {
  /** The path of the package.json. */
  readonly file: string;
  /** The folder, relative to the root; empty for the root. */
  readonly folder: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The keys of a package.json that name other packages. */
export const DEPENDENCY_KEYS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const;

/** Reads every package.json of the repository. */
export function readManifests({ files }: Pick<Repository, "files">): readonly Manifest[] {
  return [...files]
    .filter(([file]) => file === "package.json" || file.endsWith("/package.json"))
    .map(([file, text]) => ({ file, folder: file.replace(/\/?package\.json$/, ""), json: asRecord(JSON.parse(text)) }));
}

/** The packages that are for others: those below `packages/`. */
export function publicManifests(repository: Pick<Repository, "files">): readonly Manifest[] {
  return readManifests(repository).filter(({ folder }) => /^packages\/[^/]+$/.test(folder));
}

/** The names and versions of one of {@link DEPENDENCY_KEYS}. */
export function dependenciesOf({ json }: Manifest, key: (typeof DEPENDENCY_KEYS)[number]): readonly [string, string][] {
  return Object.entries(asRecord(json[key])).map(([name, version]) => [name, String(version)]);
}

/** An object's properties; none of anything else. */
function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
