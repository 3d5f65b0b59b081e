import { type ContainerSpec, MoatError } from "@moat/core";
import { realPathOr } from "./real-path-or.ts";

/**
 * Refuses a source that is not where it was when it was resolved: a run that has the directory around it may have put a
 * link in its place while an image was fetched or a sandbox proved. The engine resolves it once more, so that this is as
 * late as can be, and narrows the gap without closing it. What is not there is the engine's to refuse. Throws `MOUNT_INVALID`.
 */
export function refuseMovedMounts({ mounts }: ContainerSpec): void {
  for (const { source } of mounts) {
    const now = realPathOr(source);
    if (now === source.replace(/(.)\/+$/, "$1")) continue;
    throw new MoatError("MOUNT_INVALID", `${source} cannot be mounted: a link leads to ${now} now.`, {
      hint: "Look at who put it there, and start again.",
      details: { source, now },
    });
  }
}
