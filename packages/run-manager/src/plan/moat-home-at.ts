import { basename, dirname, join } from "node:path";
import type { PlanInput } from "../plan-run.ts";
import { WORKSPACE_TARGET } from "./workspace-target.ts";

/**
 * Tells whether a directory is moat's own, or is in it, or holds it. A run that may write there decides about later runs:
 * `config.yaml` mounts for all workspaces, and the proofs and records are believed.
 */
export function touchesMoatHome(path: string, input: PlanInput): boolean {
  const { home, entry, real } = places(input);
  return [home, entry, real].some((place) => contains(path, place) || contains(place, path));
}

/**
 * Gives where moat's own directory is inside when it lies directly in the workspace, as in a home directory: then it can
 * be covered, and what is covered cannot be moved away. Empty where it lies elsewhere. A link, or one that lies deeper,
 * could be replaced beneath the cover.
 */
export function coveredMoatHome(input: PlanInput): string {
  const { entry, real } = places(input);
  return entry === real && dirname(real) === input.workspace ? join(WORKSPACE_TARGET, basename(real)) : "";
}

/** As it is given, where its last name lies, and where that leads. */
function places({ home, paths }: Pick<PlanInput, "home" | "paths">) {
  const entry = join(paths(dirname(home)).realPath, basename(home));
  const { kind, realPath } = paths(home);
  return { home, entry, real: kind === "missing" || kind === "denied" ? entry : realPath };
}

function contains(directory: string, path: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
