import { resolve } from "node:path";
import { MoatError } from "@moat/core";
import type { SetupOptions } from "@moat/doctor";

/** What the flags of `moat setup` ask for. */
export type SetupRequest =
  | ({ readonly kind: "set-up"; readonly yes: boolean } & SetupOptions)
  | { readonly kind: "undo"; readonly yes: boolean; readonly dryRun: boolean };

/** The flags as they were parsed. */
export interface SetupFlags {
  readonly yes: boolean;
  readonly "dry-run": boolean;
  readonly undo: boolean;
  readonly "from-distro": boolean;
  readonly source: string | undefined;
  readonly key: string | undefined;
}

/** Makes a request of the flags. Throws `USAGE` for flags that do not go together. Pure but for the directory of a path. */
export function setupRequest(flags: SetupFlags): SetupRequest {
  const { yes, "dry-run": dryRun, source: url, key } = flags;
  if ((url === undefined) !== (key === undefined))
    throw usage("--source and --key belong together.", "moat setup --source URL --key FILE");
  if (flags["from-distro"] && url !== undefined)
    throw usage("--from-distro and --source are two places to take gVisor from.", "moat setup --from-distro");
  if (flags.undo && (flags["from-distro"] || url !== undefined))
    throw usage("--undo takes back what was done, wherever it came from.", "moat setup --undo");
  if (flags.undo) return { kind: "undo", yes, dryRun };
  if (flags["from-distro"]) return { kind: "set-up", yes, dryRun, source: { kind: "distribution" } };
  if (url === undefined || key === undefined) return { kind: "set-up", yes, dryRun, source: { kind: "official" } };
  if (!/^https?:\/\/[\w.:@%~+/-]+$/.test(url))
    throw usage(`--source is not the address of a repository: ${JSON.stringify(url)}.`, "https://example.org/gvisor");
  return { kind: "set-up", yes, dryRun, source: { kind: "repository", url, keyFile: resolve(key) } };
}

function usage(message: string, hint: string): MoatError {
  return new MoatError("USAGE", message, { hint: `Write it as: ${hint}` });
}
