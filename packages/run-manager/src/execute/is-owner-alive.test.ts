import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { until } from "@moat/runtime-testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { isOwnerAlive } from "./is-owner-alive.ts";

const now = () => new Date().toISOString();

describe("isOwnerAlive", () => {
  it("knows a living process, a dead one, and none", () => {
    expect(isOwnerAlive({ ownerPid: process.pid, createdAt: now() })).toBe(true);
    expect(isOwnerAlive({ ownerPid: spawnSync("true").pid, createdAt: now() })).toBe(false);
    expect(isOwnerAlive({ ownerPid: 0, createdAt: now() })).toBe(false);
  });

  it("knows that a process whose parent has not noticed its end is dead", async () => {
    // The shell starts a child that ends at once, and becomes a program that never asks for it.
    const parent = spawn("sh", ["-c", "true & echo $!; exec sleep 1000"], { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [pid] = (await once(parent.stdout, "data")).map(Number);
    await until("the child has ended", () => !isOwnerAlive({ ownerPid: pid ?? 0, createdAt: now() }));
    expect(() => process.kill(pid ?? 0, 0)).not.toThrow();
  });

  it("is not taken in by another process that has got the same id since", () => {
    expect(isOwnerAlive({ ownerPid: process.pid, createdAt: "2020-01-01T00:00:00Z" })).toBe(false);
  });
});
