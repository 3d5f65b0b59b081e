import { resolve } from "node:path";
import type { Settings } from "@moat/config";
import { MoatError } from "@moat/core";
import type { PlanInput } from "../plan-run.ts";
import type { PlannedMount } from "../run-plan.ts";
import { engineSocketIn } from "./engine-sockets.ts";
import { expandHome } from "./expand-home.ts";
import { coveredMoatHome, touchesMoatHome } from "./moat-home-at.ts";
import { WORKSPACE_TARGET } from "./workspace-target.ts";

/**
 * Decides what of the host the command sees: the workspace, then the mounts that are set. Their targets were checked when
 * they were parsed. Throws `MOUNT_INVALID`, `WORKSPACE_INVALID`.
 */
export function planMounts(input: PlanInput, settings: Settings): readonly PlannedMount[] {
  const { host, workspace } = input;
  checkWorkspace(input);
  const mounts: PlannedMount[] = [{ source: workspace, target: WORKSPACE_TARGET, readOnly: false, origin: "default" }];
  for (const { value, origin } of settings.mounts) {
    const { target, readOnly } = value;
    if (mounts.some((earlier) => earlier.target === target)) {
      throw invalid(`Two mounts have the target ${target}.`, "Give each mount a target of its own.");
    }
    // What is typed is relative to where it is typed; what a file says, to the workspace.
    const base = origin === "flag" ? host.cwd : workspace;
    mounts.push({
      source: checkSource(resolve(base, expandHome(value.source, host.user.home)), input),
      target,
      readOnly,
      origin,
    });
  }
  return mounts;
}

function checkWorkspace(input: PlanInput): void {
  const socket = engineSocketIn([input.workspace], input);
  if (socket === "") {
    if (!touchesMoatHome(input.workspace, input) || coveredMoatHome(input) !== "") return;
    throw new MoatError(
      "WORKSPACE_INVALID",
      `The workspace ${input.workspace} and moat's own directory ${input.home} lie in one another, and a run could change what moat believes.`,
      { hint: "Choose another directory, or set MOAT_HOME to one outside of the workspace, or directly in it." },
    );
  }
  throw new MoatError(
    "WORKSPACE_INVALID",
    `The workspace ${input.workspace} holds the engine's socket ${socket}, and whoever has that owns the machine.`,
    { hint: "Choose a directory that does not hold it." },
  );
}

function checkSource(path: string, input: PlanInput): string {
  const { kind, realPath } = input.paths(path);
  if (realPath === "/") {
    throw invalid("The root of this machine cannot be mounted.", "Mount only the directories that the command needs.");
  }
  // Before the question whether it exists, for the engine may be on another machine.
  const socket = engineSocketIn([path, realPath], input);
  if (socket !== "") {
    throw invalid(
      path === socket
        ? `The engine's socket ${socket} cannot be mounted: whoever has it owns the machine, sandbox or not.`
        : `${path} cannot be mounted: it holds the engine's socket ${socket}, and whoever has that owns the machine.`,
      "Mount only the directories that the command needs.",
    );
  }
  if (touchesMoatHome(realPath, input)) {
    throw invalid(
      `${path} cannot be mounted: it is, holds or lies in moat's own directory ${input.home}, and a run could change what moat believes.`,
      "Mount only the directories that the command needs, or set MOAT_HOME to a directory elsewhere.",
    );
  }
  switch (kind) {
    case "missing":
      throw invalid(`The mount source ${path} does not exist.`, "Create it, or correct the path.");
    case "denied":
      throw invalid(
        `The mount source ${path} cannot be reached by this user.`,
        "Change its permissions, or leave it out.",
      );
    case "directory":
    case "file":
    case "other":
      break;
  }
  return realPath;
}

function invalid(message: string, hint: string): MoatError {
  return new MoatError("MOUNT_INVALID", message, { hint });
}
