/** The text of each file that was found, by name. */
export type ProjectFiles = ReadonlyMap<string, string>;

/** What a project is written in, and an image that has it. */
export interface Language {
  readonly title: string;
  /** Which file told. */
  readonly file: string;
  readonly image: string;
  /** A command that is likely to work; for a comment. */
  readonly command: string;
}

/** Every file that is worth reading. */
export const PROJECT_FILES = [
  "package.json",
  ".nvmrc",
  ".node-version",
  "pyproject.toml",
  "requirements.txt",
  "setup.py",
  ".python-version",
  "go.mod",
  "Cargo.toml",
  "rust-toolchain.toml",
  "rust-toolchain",
  "Gemfile",
  ".ruby-version",
  "Dockerfile",
] as const;

const VERSION = String.raw`(\d{1,3}(?:\.\d{1,3})?)`;

/** Finds the languages of a project. Versions are digits and dots only, whatever the files say. Pure. */
export function findLanguages(files: ProjectFiles): readonly Language[] {
  return [node(files), python(files), go(files), rust(files), ruby(files)].filter((found) => found !== undefined);
}

function node(files: ProjectFiles): Language | undefined {
  const file = firstOf(files, ["package.json", ".nvmrc", ".node-version"]);
  if (file === undefined) return undefined;
  const major =
    match(files, ".nvmrc", /^\s*v?(\d{1,3})\b/) ??
    match(files, ".node-version", /^\s*v?(\d{1,3})\b/) ??
    match(files, "package.json", /"node"\s*:\s*"[^"\d]*(\d{1,3})/) ??
    "24";
  const hasStart = /"start"\s*:/.test(files.get("package.json") ?? "");
  return {
    title: "Node.js",
    file,
    image: `node:${major}-bookworm-slim`,
    command: hasStart ? "[npm, start]" : "[npm, test]",
  };
}

function python(files: ProjectFiles): Language | undefined {
  const file = firstOf(files, ["pyproject.toml", "requirements.txt", "setup.py", ".python-version"]);
  if (file === undefined) return undefined;
  const version =
    match(files, ".python-version", new RegExp(`^\\s*${VERSION}`)) ??
    match(files, "pyproject.toml", new RegExp(`requires-python\\s*=\\s*["'][^"'\\d]*${VERSION}`)) ??
    "3";
  return { title: "Python", file, image: `python:${version}-slim-bookworm`, command: "[python, -m, pytest]" };
}

function go(files: ProjectFiles): Language | undefined {
  if (!files.has("go.mod")) return undefined;
  const version = match(files, "go.mod", new RegExp(`^go\\s+${VERSION}`, "m")) ?? "1";
  return { title: "Go", file: "go.mod", image: `golang:${version}-bookworm`, command: "[go, test, ./...]" };
}

function rust(files: ProjectFiles): Language | undefined {
  const file = firstOf(files, ["Cargo.toml", "rust-toolchain.toml", "rust-toolchain"]);
  if (file === undefined) return undefined;
  const version =
    match(files, "rust-toolchain.toml", new RegExp(`channel\\s*=\\s*["']${VERSION}`)) ??
    match(files, "rust-toolchain", new RegExp(`^\\s*${VERSION}`)) ??
    "1";
  return { title: "Rust", file, image: `rust:${version}-slim-bookworm`, command: "[cargo, test]" };
}

function ruby(files: ProjectFiles): Language | undefined {
  const file = firstOf(files, ["Gemfile", ".ruby-version"]);
  if (file === undefined) return undefined;
  const version = match(files, ".ruby-version", new RegExp(`^\\s*(?:ruby-)?${VERSION}`)) ?? "3";
  return { title: "Ruby", file, image: `ruby:${version}-slim-bookworm`, command: "[bundle, exec, rake]" };
}

function firstOf(files: ProjectFiles, names: readonly string[]): string | undefined {
  return names.find((name) => files.has(name));
}

function match(files: ProjectFiles, name: string, pattern: RegExp): string | undefined {
  return pattern.exec(files.get(name) ?? "")?.[1];
}
