import { MoatError } from "@moat/core";
import type { PlannedBuild, RebuildStart } from "../run-plan.ts";
import type { RunRequest } from "../run-request.ts";

/** Decides from where an image is built anew. Throws `USAGE` where nothing would be. */
export function planRebuild({ rebuild, rebuildFrom }: RunRequest, build: PlannedBuild): RebuildStart {
  if (rebuildFrom === "") return rebuild ? "base" : "";
  if (rebuild)
    throw usage(
      "The flags --rebuild and --rebuild-from say two things.",
      "Keep one: --rebuild is --rebuild-from base.",
    );
  if (rebuildFrom === "deps" && build.dockerfile === "")
    throw usage(
      "Nothing is built for this workspace: its agent.yaml has no dependencies and no build hooks.",
      "Leave out --rebuild-from.",
    );
  if (rebuildFrom === "hooks" && !build.dockerfile.includes("REBUILD_HOOKS"))
    throw usage("The agent.yaml of this workspace has no build hooks.", "Leave out --rebuild-from hooks.");
  return rebuildFrom;
}

function usage(message: string, hint: string): MoatError {
  return new MoatError("USAGE", message, { hint });
}
