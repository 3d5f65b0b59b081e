import type { BindMount, TmpfsMount } from "@moat/core";

/** Decides the memory file systems: `/tmp`, so that every runtime agrees on it, unless a mount is there. */
export function planTmpfs(mounts: readonly BindMount[]): readonly TmpfsMount[] {
  return mounts.some(({ target }) => target === "/tmp") ? [] : [{ target: "/tmp", mode: 0o1777 }];
}
