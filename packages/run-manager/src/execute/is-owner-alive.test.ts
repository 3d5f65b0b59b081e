import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
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
    // The shell starts a child that lives as long as its input, and becomes a program that never asks how it ended. By
    // another number, for what a shell starts in the background has an empty input: it would end before, and be asked.
    const parent = spawn("sh", ["-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 1000"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [pid = 0] = (await once(parent.stdout, "data")).map(Number);
    await until("the shell is no shell any more", async () =>
      (await readFile(`/proc/${parent.pid}/comm`, "utf8")).startsWith("sleep"),
    );
    parent.stdin.end();
    await until("the child has ended", () => !isOwnerAlive({ ownerPid: pid, createdAt: now() }));
    expect(() => process.kill(pid, 0)).not.toThrow();
  });

  it("is not taken in by another process that has got the same id since", () => {
    expect(isOwnerAlive({ ownerPid: process.pid, createdAt: "2020-01-01T00:00:00Z" })).toBe(false);
  });
});
