import type { ContainerSummary } from "@moat/core";
import { LABELS } from "../run-labels.ts";
import { isOwnerAlive } from "./is-owner-alive.ts";

/**
 * Tells whether the process that made a helper container still lives. The label has this machine's time, as the start of
 * a process has; the engine's own is another clock where it is remote or in a VM, and only used where the label is missing.
 */
export function isMakerAlive({ labels, createdAt }: Pick<ContainerSummary, "labels" | "createdAt">): boolean {
  return isOwnerAlive({
    ownerPid: Number(labels[LABELS.owner] ?? 0),
    createdAt: labels[LABELS.created] ?? createdAt,
  });
}
