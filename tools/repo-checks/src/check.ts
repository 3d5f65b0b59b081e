import type { ErrorKind } from "@moat/core";
import type { PackageApi } from "./api/package-api.ts";

/** Something that breaks a rule. */
export interface Finding {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/** A command of the CLI, as far as documentation has to agree with it. */
export interface DocumentedCommand {
  readonly name: string;
  /** Other names of it. */
  readonly aliases: readonly string[];
  /** One sentence. */
  readonly summary: string;
  readonly args: readonly { readonly name: string; readonly description: string }[];
  readonly flags: readonly DocumentedFlag[];
  /** Command lines that its help shows. */
  readonly examples: readonly string[];
}

/** A flag of a command. */
export interface DocumentedFlag {
  readonly name: string;
  /** One letter; empty for none. */
  readonly char: string;
  readonly description: string;
  /** What it may be; empty for anything. */
  readonly values: readonly string[];
  /** What it is by default; empty where the description says it, or nothing. */
  readonly fallback: string;
}

/** What the checks look at. */
export interface Repository {
  /** Absolute. */
  readonly root: string;
  /** Every text file that is not made by a tool, by its path relative to the root. */
  readonly files: ReadonlyMap<string, string>;
  readonly errorCodes: Readonly<Record<string, ErrorCodeRow>>;
  readonly commands: readonly DocumentedCommand[];
  /** What each library exports. */
  readonly apis: readonly PackageApi[];
}

/** A row of the table of error codes. */
export interface ErrorCodeRow {
  readonly kind: ErrorKind;
  readonly when: string;
}

/** One rule. */
export interface Check {
  /** In kebab-case; printed with each finding. */
  readonly name: string;
  readonly run: (repository: Repository) => readonly Finding[] | Promise<readonly Finding[]>;
}
