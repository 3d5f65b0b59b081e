import type { TerminalSize } from "@moat/core";
import { describe, expect, it, vi } from "vitest";
import { sizeFollower } from "./follow-size.ts";

function scene() {
  const told: string[] = [];
  const answers: (() => void)[] = [];
  const now = { columns: 80, rows: 24 };
  const resize = async ({ columns, rows }: TerminalSize) => {
    told.push(`${columns}x${rows}`);
    await new Promise<void>((resolve) => answers.push(resolve));
  };
  const follower = sizeFollower(() => now, resize, 0);
  /** Answers the next request, when it has come. */
  const answer = async () => {
    await vi.waitFor(() => expect(answers).not.toEqual([]), { timeout: 60_000, interval: 1 });
    answers.shift()?.();
  };
  return { told, now, follower, answer };
}

describe("sizeFollower", () => {
  it("tells sizes one after the other, and of those that came meanwhile the last", async () => {
    const { told, now, follower, answer } = scene();
    const all = [follower.update()];
    for (now.columns = 81; now.columns < 90; now.columns += 1) all.push(follower.update());
    expect(told).toEqual(["80x24"]);
    await answer();
    await answer();
    await Promise.all(all);
    expect(told).toEqual(["80x24", "90x24"]);
  });

  it("nudges by a row less and the size as it is then", async () => {
    const { told, now, follower, answer } = scene();
    const nudged = follower.nudge();
    now.columns = 100;
    await answer();
    await answer();
    await nudged;
    expect(told).toEqual(["80x23", "100x24"]);
  });

  it("says nothing of a size that is not known, and makes no terminal of no rows", async () => {
    const { told, now, follower, answer } = scene();
    now.rows = 0;
    await follower.nudge();
    expect(told).toEqual([]);
    now.rows = 1;
    const nudged = follower.nudge();
    await answer();
    await nudged;
    expect(told).toEqual(["80x1"]);
  });
});
