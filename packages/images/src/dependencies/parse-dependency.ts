import type { Problem } from "./problem.ts";

/** One item of `dependencies`, as it is written. */
export interface Dependency {
  /** Where it comes from by its prefix; `registry` without one. */
  readonly from: "registry" | "npm" | "pip" | "uv" | "go" | "cargo" | "apt";
  readonly name: string;
  /** Empty where none is given. */
  readonly version: string;
}

interface Form {
  readonly name: RegExp;
  readonly version: RegExp;
  readonly needsVersion: boolean;
  readonly example: string;
}

// One way only to match a text, so that none takes long.
const EXACT = /^\d[0-9A-Za-z]*([-.+][0-9A-Za-z]+)*$/;

/** All three numbers: to npm, Go and Cargo, `5` is a range, and a range is another thing tomorrow. */
export const WHOLE: RegExp = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

// What passes here stands in a Dockerfile: no blank, quote or sign of the shell may.
const FORMS: Readonly<Record<Dependency["from"], Form>> = {
  registry: { name: /^[a-z0-9]+(-[a-z0-9]+)*$/, version: EXACT, needsVersion: false, example: "node@24" },
  npm: {
    name: /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/,
    version: WHOLE,
    needsVersion: true,
    example: "npm:cowsay@1.6.0",
  },
  pip: {
    name: /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    version: EXACT,
    needsVersion: true,
    example: "pip:requests@2.32.5",
  },
  uv: {
    name: /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    version: EXACT,
    needsVersion: true,
    example: "uv:httpie@3.2.4",
  },
  go: {
    name: /^[a-z0-9][a-z0-9.-]*\.[a-z]+(\/[A-Za-z0-9._~-]+)+$/,
    version: /^v\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?$/,
    needsVersion: true,
    example: "go:golang.org/x/tools/gopls@v0.20.0",
  },
  cargo: {
    name: /^[A-Za-z][A-Za-z0-9_-]*$/,
    version: WHOLE,
    needsVersion: true,
    example: "cargo:hexyl@0.17.0",
  },
  apt: { name: /^[a-z0-9][a-z0-9+.-]+$/, version: /^[0-9A-Za-z.+~:-]+$/, needsVersion: false, example: "apt:tree" },
};

/** Reads one item of `dependencies`: `NAME`, `NAME@VERSION`, or the same behind `npm:`, `pip:`, `uv:`, `go:`, `cargo:` or `apt:`. Pure. */
export function parseDependency(text: string): Dependency | Problem {
  const [, prefix, rest = ""] = /^(?:([a-z-]+):)?(.*)$/s.exec(text) ?? [];
  const from = prefix ?? "registry";
  if (!isSource(from)) {
    const known = "`npm:`, `pip:`, `uv:`, `go:`, `cargo:` or `apt:`";
    return {
      message: `${JSON.stringify(`${prefix}:`)} is no prefix of a dependency.`,
      hint: `Use ${known}, or the name of an entry: moat deps list`,
    };
  }
  const form = FORMS[from];
  // The first character may be the @ of a scope.
  const at = rest.indexOf("@", 1);
  const name = at === -1 ? rest : rest.slice(0, at);
  const version = at === -1 ? "" : rest.slice(at + 1);
  const hint = `Write it as in \`${form.example}\`.`;
  if (!form.name.test(name)) return { message: `${JSON.stringify(text)} is not the name of a dependency.`, hint };
  if (at === -1 && form.needsVersion)
    return { message: `${text} has no version, and moat builds nothing that may be another thing tomorrow.`, hint };
  if (at !== -1 && !form.version.test(version)) {
    return {
      message: `${JSON.stringify(version)} is not an exact version of ${from === "registry" ? "" : `${from}:`}${name}.`,
      hint:
        from === "registry" && /^v\d/.test(version) ? `Write it without the v: \`${name}@${version.slice(1)}\`` : hint,
    };
  }
  return { from, name, version };
}

function isSource(word: string): word is Dependency["from"] {
  return Object.hasOwn(FORMS, word);
}
