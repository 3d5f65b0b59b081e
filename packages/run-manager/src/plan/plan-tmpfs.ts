import type { BindMount, TmpfsMount } from "@moat/core";
import type { PlanInput } from "../plan-run.ts";
import { coveredMoatHome } from "./moat-home-at.ts";

/**
 * Decides the memory file systems: `/tmp`, so that every runtime agrees on it, and an empty one over moat's own directory
 * where that is in the workspace; unless a mount is there.
 */
export function planTmpfs(input: PlanInput, mounts: readonly BindMount[]): readonly TmpfsMount[] {
  const covered = coveredMoatHome(input);
  const all = [{ target: "/tmp", mode: 0o1777 }, ...(covered === "" ? [] : [{ target: covered, mode: 0o555 }])];
  return all.filter((tmpfs) => !mounts.some(({ target }) => target === tmpfs.target));
}
