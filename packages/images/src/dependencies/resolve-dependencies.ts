import type { Entry, Registry, Source } from "../registry/entry.ts";
import { type Dependency, WHOLE, parseDependency } from "./parse-dependency.ts";
import type { Problem } from "./problem.ts";

/** Something that an image gets, at one version. */
export interface ResolvedDependency {
  /** The entry's name, or the prefix and the name. */
  readonly name: string;
  /** Empty where Debian decides. */
  readonly version: string;
  /** Whether it was asked for, rather than needed by something else or a member of a group. */
  readonly asked: boolean;
  /** Whether its version was asked for, rather than resolved. */
  readonly pinned: boolean;
  readonly kind: "runtime" | "agent" | "tool";
  readonly source: Exclude<Source, { readonly from: "group" }>;
}

/** A problem, and the item that has it. */
export interface IndexedProblem extends Problem {
  /** Where the item stands in the list, counted from 0. */
  readonly index: number;
}

/** What resolving takes beside the list. */
export interface ResolveOptions {
  readonly registry: Registry;
  /** Finds the word that was probably meant; the candidates are in alphabetical order. */
  readonly suggest: (word: string, candidates: readonly string[]) => string | undefined;
  /** Versions of before, by name: they take the place of the registry's where none is asked for. None by default. */
  readonly locked?: Readonly<Record<string, string>>;
}

/** What a list of dependencies comes to. */
export type Resolution =
  | { readonly ok: true; readonly dependencies: readonly ResolvedDependency[] }
  | { readonly ok: false; readonly problems: readonly IndexedProblem[] };

/** What a source needs to be installed from. */
const NEEDS: Readonly<Record<string, string>> = { npm: "node", pip: "python", uv: "uv", go: "go", cargo: "rust" };

/**
 * Expands groups, adds what is needed, and gives each its version: the one that is asked for, or that of before, or the registry's. The
 * order of the list has no effect on what comes out. Every problem of the list is reported; whether a version of before can still be had
 * tells {@link lockedProblem}. Pure.
 */
export function resolveDependencies(
  list: readonly string[],
  { registry, suggest, locked = {} }: ResolveOptions,
): Resolution {
  const problems: IndexedProblem[] = [];
  const found = new Map<string, Found>();
  for (const [index, text] of list.entries()) {
    const dependency = parseDependency(text);
    const problem = "message" in dependency ? dependency : problemOf(dependency, registry, suggest);
    if (problem !== undefined) problems.push({ index, ...problem });
    else if (!("message" in dependency)) {
      const clash = add(found, registry, dependency, index, list);
      if (clash !== undefined) problems.push({ index, ...clash });
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  for (const name of needed(found, registry))
    found.set(name, { version: "", asked: false, index: -1, from: "registry", name });
  return { ok: true, dependencies: ordered([...found.values()].map((one) => resolved(one, registry, locked))) };
}

/** Says why a version that was resolved before cannot be had any more; undefined where it can. Pure. */
export function lockedProblem(name: string, version: string, registry: Registry): Problem | undefined {
  const dependency = parseDependency(`${name}@${version}`);
  return "message" in dependency ? dependency : problemOf(dependency, registry, () => undefined);
}

interface Found extends Dependency {
  readonly asked: boolean;
  /** Where it was asked for; -1 where it was not. */
  readonly index: number;
}

function problemOf(
  { from, name, version }: Dependency,
  registry: Registry,
  suggest: ResolveOptions["suggest"],
): Problem | undefined {
  if (from !== "registry") return undefined;
  const entry = entryOf(registry, name);
  if (entry === undefined) {
    const near = suggest(name, Object.keys(registry).toSorted());
    return {
      message: `There is no dependency ${name}.`,
      hint: near === undefined ? "See what there is: moat deps list" : `Did you mean \`${near}\`?`,
    };
  }
  if (version === "" || (entry.versions !== "any" && entry.versions.includes(version))) return undefined;
  if (entry.versions !== "any") return versionProblem(entry, entry.versions, version);
  return wholeProblem(entry, version) ?? majorProblem(entry, version);
}

function wholeProblem({ name, source, defaultVersion }: Entry, version: string): Problem | undefined {
  const needsWhole = source.from === "npm" || source.from === "go" || source.from === "cargo";
  if (!needsWhole || WHOLE.test(version)) return undefined;
  return {
    message: `${JSON.stringify(version)} is not an exact version of ${name}.`,
    hint: `Write all of it, as in \`${name}@${defaultVersion}\`.`,
  };
}

/** A module of Go has its first number in its path, from 2 on: another number is another module. */
function majorProblem({ name, source, defaultVersion }: Entry, version: string): Problem | undefined {
  if (source.from !== "go") return undefined;
  const [, major = "0 or 1"] = /\/v(\d+)(?:\/|$)/.exec(source.package) ?? [];
  if (major.split(" or ").includes(version.split(".")[0] ?? "")) return undefined;
  return {
    message: `${name} has no version ${version} here: it is made of ${source.package}.`,
    hint: `Use a version ${major}, as in \`${name}@${defaultVersion}\`.`,
  };
}

function versionProblem({ name, source }: Entry, versions: readonly string[], version: string): Problem {
  if (source.from === "group")
    return {
      message: `${name} is a group, and has no versions.`,
      hint: `Write \`${name}\`, and the version behind the member that needs it.`,
    };
  if (source.from === "apt" && versions.length === 0) {
    const [debian = name] = source.packages;
    return {
      message: `${name}@${version} cannot be had: ${name} comes in the version that Debian has.`,
      hint: `Write \`${name}\`; or \`apt:${debian}@VERSION\`, with a version that Debian has.`,
    };
  }
  return {
    message: `${name} has no version ${version} here.`,
    hint: `Use one of ${versions.map((one) => `\`${name}@${one}\``).join(", ")}.`,
  };
}

/** Notes what was asked for; tells with what it is at odds. */
function add(
  found: Map<string, Found>,
  registry: Registry,
  dependency: Dependency,
  index: number,
  list: readonly string[],
): Problem | undefined {
  for (const [key, one] of expanded(dependency, registry)) {
    const isMember = one.name !== dependency.name;
    const known = found.get(key);
    if (known !== undefined && known.version !== "" && one.version !== "" && bare(known) !== bare(one)) {
      const earlier = list[known.index] ?? known.name;
      return {
        message: `${list[index] ?? ""} and ${earlier} ask for two versions of one thing.`,
        hint: "Keep one of the two.",
      };
    }
    if (known !== undefined && (known.version !== "" || one.version === "")) {
      if (!isMember) found.set(key, { ...known, asked: true });
    } else found.set(key, { ...one, asked: !isMember || known?.asked === true, index });
  }
  return undefined;
}

/** A version of Go's modules begins with a `v`; an entry's does not. */
function bare({ version }: Dependency): string {
  return version.replace(/^v(?=\d)/, "");
}

/** The thing itself, or the members of a group, by what makes two of them one. */
function expanded(dependency: Dependency, registry: Registry): readonly (readonly [string, Dependency])[] {
  const entry = dependency.from === "registry" ? entryOf(registry, dependency.name) : undefined;
  if (entry?.source.from === "group") {
    return entry.source.of.flatMap((name) => expanded({ from: "registry", name, version: "" }, registry));
  }
  return [[keyOf(dependency, registry), dependency]];
}

/** `typescript` and `npm:typescript` are one thing. */
function keyOf({ from, name }: Dependency, registry: Registry): string {
  if (from === "registry") return name;
  const same = Object.values(registry).find(
    ({ source }) => source.from === from && "package" in source && source.package === name,
  );
  return same?.name ?? `${from}:${name}`;
}

/** What is needed and was not asked for; what needs something may itself be needed. */
function needed(found: ReadonlyMap<string, Found>, registry: Registry): ReadonlySet<string> {
  const missing = new Set<string>();
  const visit = (names: readonly string[]) => {
    for (const name of names) {
      if (found.has(name) || missing.has(name)) continue;
      missing.add(name);
      const entry = entryOf(registry, name);
      if (entry !== undefined) visit(needsOf(entry.source.from, entry.requires));
    }
  };
  for (const { from, name } of found.values()) {
    const entry = from === "registry" ? entryOf(registry, name) : undefined;
    visit(needsOf(entry?.source.from ?? from, entry?.requires ?? []));
  }
  return missing;
}

function needsOf(from: string, requires: readonly string[]): readonly string[] {
  const own = Object.hasOwn(NEEDS, from) ? [NEEDS[from] ?? ""] : [];
  return [...own, ...requires];
}

function resolved(
  { from, name, version, asked }: Found,
  registry: Registry,
  locked: Readonly<Record<string, string>>,
): ResolvedDependency {
  const pinned = version !== "";
  if (from === "registry") {
    const entry = entryOf(registry, name);
    if (entry === undefined || entry.source.from === "group" || entry.kind === "group")
      throw new Error(`${name} was not checked.`);
    const { kind, source, defaultVersion } = entry;
    if (pinned) return { name, version, asked, pinned, kind, source };
    // What comes as Debian has it has no version to go back to.
    const before = defaultVersion !== "" && Object.hasOwn(locked, name) ? locked[name] : undefined;
    return { name, version: before ?? defaultVersion, asked, pinned, kind, source };
  }
  const source = from === "apt" ? ({ from, packages: [name], links: {}, env: {} } as const) : { from, package: name };
  return { name: `${from}:${name}`, version, asked, pinned, kind: "tool", source };
}

const ORDER = ["apt", "image", "pip", "uv", "npm", "go", "cargo"];

/** Debian's packages, runtimes, tools, agents; by name within each, so that an order in the file changes no image. */
function ordered(dependencies: readonly ResolvedDependency[]): readonly ResolvedDependency[] {
  // Agents come out anew most often: last, they leave all other layers as they are.
  const rank = ({ kind, source }: ResolvedDependency) =>
    ORDER.indexOf(source.from) + (kind === "agent" ? ORDER.length : 0);
  return dependencies.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function entryOf(registry: Registry, name: string): Entry | undefined {
  return Object.hasOwn(registry, name) ? registry[name] : undefined;
}
