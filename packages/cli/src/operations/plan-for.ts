import { join } from "node:path";
import type { RunPlan } from "@moat/run-manager";
import { openJsonCache, prepareRun } from "@moat/run-manager";
import { MoatError } from "@moat/core";
import type { Workbench } from "./open-context.ts";

/** The flags of `moat run` that decide what is run. */
export interface RunFlags {
  readonly command: readonly string[];
  readonly grant?: readonly string[] | undefined;
  readonly env?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly mount?: readonly string[] | undefined;
  readonly runtime?: string | undefined;
  readonly rebuild: boolean;
  readonly "rebuild-from"?: "base" | "deps" | "hooks" | undefined;
  readonly frozen: boolean;
  readonly keep: boolean;
  readonly detach: boolean;
  readonly interactive: boolean;
  readonly "no-sandbox": boolean;
  readonly "no-shims": boolean;
  readonly "dry-run": boolean;
  readonly json: boolean;
}

/** Makes the plan that a command line asks for. Only a run that is to happen may write this installation's id. */
export function planFor({ host, store }: Workbench, path: string, flags: RunFlags, version: string): Promise<RunPlan> {
  if (flags.json && !flags.detach && !flags["dry-run"]) {
    throw new MoatError(
      "USAGE",
      "The flag --json needs --detach or --dry-run: in the foreground, stdout is the command's.",
      {
        hint: "Leave --json out, or start in the background: moat run --detach --json -- COMMAND",
      },
    );
  }
  if (flags.command[0] === "") {
    throw new MoatError("USAGE", "The program after -- is an empty string.", {
      hint: "Put the program to run first, as in: moat run -- ls; leave out -- for the command of agent.yaml.",
    });
  }
  if (flags.name === "") {
    throw new MoatError("NAME_INVALID", "The name of a run cannot be empty.", {
      hint: "Leave out --name for a random one.",
    });
  }
  return prepareRun({
    host,
    store,
    version,
    path,
    dryRun: flags["dry-run"],
    cache: openJsonCache(join(store.home, "cache")),
    request: {
      command: flags.command,
      name: flags.name ?? "",
      env: flags.env ?? [],
      mounts: flags.mount ?? [],
      grants: flags.grant ?? [],
      runtime: flags.runtime ?? "",
      noSandbox: flags["no-sandbox"],
      noShims: flags["no-shims"],
      interactive: flags.interactive,
      detach: flags.detach,
      frozen: flags.frozen,
      keep: flags.keep,
      rebuild: flags.rebuild,
      rebuildFrom: flags["rebuild-from"] ?? "",
    },
  });
}
