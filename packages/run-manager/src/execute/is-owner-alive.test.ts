import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { isOwnerAlive } from "./is-owner-alive.ts";

const now = () => new Date().toISOString();

describe("isOwnerAlive", () => {
  it("knows a living process, a dead one, and none", () => {
    expect(isOwnerAlive({ ownerPid: process.pid, createdAt: now() })).toBe(true);
    expect(isOwnerAlive({ ownerPid: spawnSync("true").pid, createdAt: now() })).toBe(false);
    expect(isOwnerAlive({ ownerPid: 0, createdAt: now() })).toBe(false);
  });

  it("is not taken in by another process that has got the same id since", () => {
    expect(isOwnerAlive({ ownerPid: process.pid, createdAt: "2020-01-01T00:00:00Z" })).toBe(false);
  });
});
