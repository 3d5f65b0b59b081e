/** Where what an entry names comes from. `{version}` stands for the version. */
export type Source =
  /** Files of an official image, taken at its digest. */
  | {
      readonly from: "image";
      readonly image: string;
      readonly copy: readonly string[];
      readonly links: Readonly<Record<string, string>>;
      readonly env: Readonly<Record<string, string>>;
    }
  /** Packages of Debian, in the version that Debian has. */
  | {
      readonly from: "apt";
      readonly packages: readonly string[];
      readonly links: Readonly<Record<string, string>>;
      readonly env: Readonly<Record<string, string>>;
    }
  /** One package: of npm, of PyPI beside Python's own, of PyPI in a place of its own, a program of Go's modules, a crate. */
  | { readonly from: "npm" | "pip" | "uv" | "go" | "cargo"; readonly package: string }
  /** Other entries. */
  | { readonly from: "group"; readonly of: readonly string[] };

/** Something that `dependencies` may name. */
export interface Entry {
  readonly name: string;
  readonly kind: "runtime" | "agent" | "tool" | "group";
  /** One sentence. */
  readonly doc: string;
  readonly source: Source;
  /** The version where none is asked for; empty where Debian decides. */
  readonly defaultVersion: string;
  /** The versions that may be asked for; empty for none. */
  readonly versions: readonly string[] | "any";
  /** Entries that it needs, beside what its source needs. */
  readonly requires: readonly string[];
  /** The program that tells its version; empty for a group. */
  readonly check: readonly string[];
}

/** Everything that `dependencies` may name, by name. */
export type Registry = Readonly<Record<string, Entry>>;
