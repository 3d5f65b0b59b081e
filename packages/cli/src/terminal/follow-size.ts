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
  let wanted: "nothing" | "update" | "nudge" = "nothing";
  let isWorking = false;
  let work = Promise.resolve();
  const doWhatIsWanted = async () => {
    try {
      while (wanted !== "nothing") {
        const now = wanted;
        wanted = "nothing";
        const { columns, rows } = size();
        if (columns === 0 || rows === 0) continue;
        const isNudge = now === "nudge" && rows > 1;
        await resize({ columns, rows: isNudge ? rows - 1 : rows });
        if (!isNudge) continue;
        await delay(nudgeMs);
        wanted = "update";
      }
    } finally {
      isWorking = false;
    }
  };
  const want = (what: "update" | "nudge") => {
    if (wanted !== "nudge") wanted = what;
    if (!isWorking) {
      isWorking = true;
      work = doWhatIsWanted();
    }
    return work;
  };
  return { update: () => want("update"), nudge: () => want("nudge") };
}
