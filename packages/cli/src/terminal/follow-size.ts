import { setTimeout as delay } from "node:timers/promises";
import type { TerminalSize } from "@moat/core";

/** Keeps a command's terminal at the size of this one. */
export interface SizeFollower {
  /** Tells the command the size as it is now. */
  update(): Promise<void>;
  /** Tells it a smaller size for a moment, so that a full-screen program draws its screen anew. */
  nudge(): Promise<void>;
}

/** How long the smaller size stays: programs that look late must see that it has changed. */
const NUDGE_MS = 150;

/**
 * Makes a follower of whatever tells a size. One request at a time, and the last one has the size as it is then: two
 * at once may overtake each other, and leave the command with the older size.
 */
export function sizeFollower(
  size: () => TerminalSize,
  resize: (size: TerminalSize) => Promise<void>,
  nudgeMs = NUDGE_MS,
): SizeFollower {
  let running: Promise<void> | undefined;
  let wanted: "nothing" | "update" | "nudge" = "nothing";
  const work = async () => {
    while (wanted !== "nothing") {
      const now = wanted;
      wanted = "nothing";
      const { columns, rows } = size();
      if (columns === 0 || rows === 0) continue;
      if (now === "nudge" && rows > 1) {
        await resize({ columns, rows: rows - 1 });
        await delay(nudgeMs);
        wanted = "update";
      } else await resize({ columns, rows });
    }
    running = undefined;
  };
  const want = (what: "update" | "nudge") => {
    if (wanted !== "nudge") wanted = what;
    return (running ??= work());
  };
  return { update: () => want("update"), nudge: () => want("nudge") };
}
