import { MoatError } from "@moat/core";
import type { RuntimeMethod } from "@moat/runtime-testkit";
import { describe, expect, it } from "vitest";
import { renamedPlan } from "../plan/renamed-plan.ts";
import { LABELS } from "../run-labels.ts";
import type { RunPlan } from "../run-plan.ts";
import { START, runScene } from "../testing/run-scene.ts";
import { startRun } from "./start-run.ts";

/** A plan whose name somebody has asked for. */
function askedFor(plan: RunPlan, name: string): RunPlan {
  return { ...renamedPlan(plan, name), origins: { ...plan.origins, name: "flag" } };
}

describe("startRun", () => {
  it("starts the command and records what was asked and what was used", async () => {
    const { context, runtime, plan } = runScene();
    const planned = plan(["wait-forever"], { ports: [{ name: "web", containerPort: 8080, hostPort: 0 }] });
    const { record, attachment } = await startRun(context, planned, START);
    expect(record).toMatchObject({
      id: planned.id,
      runtime: "memory",
      isolation: { kind: "gvisor", proof: { source: "fresh" } },
      state: { status: "running" },
      ownerPid: process.pid,
    });
    expect(record.ports[0]?.hostPort).toBeGreaterThan(0);
    expect(record.containerId).toBe(runtime.engine.containers[0]?.id);
    expect(await context.store.read(planned.id)).toEqual(record);
    expect(await context.store.liveIds()).toEqual([planned.id]);
    await attachment?.[Symbol.asyncDispose]();
  });

  it("attaches before it starts, so that no output is lost, and not at all when detached", async () => {
    const { context, runtime, plan } = runScene();
    await startRun(context, plan(["wait-forever"]), START);
    const { calls } = runtime.engine;
    expect(calls.indexOf("streams.attach")).toBeGreaterThan(calls.indexOf("containers.create"));
    expect(calls.indexOf("streams.attach")).toBeLessThan(calls.indexOf("containers.start"));

    const detached = runScene();
    const { attachment } = await startRun(detached.context, detached.plan(["wait-forever"], { detach: true }), START);
    expect(attachment).toBeUndefined();
    expect(detached.runtime.engine.calls).not.toContain("streams.attach");
  });

  it("fetches an image that is missing, once, and again for a rebuild", async () => {
    const { context, runtime, plan } = runScene({ pullable: { "debian:x": {} } });
    await startRun(context, plan(["exit", "0"], { image: "debian:x", detach: true }), START);
    await startRun(context, plan(["exit", "0"], { image: "debian:x", detach: true }), START);
    expect(runtime.engine.calls.filter((call) => call === "images.pull")).toHaveLength(1);
    await startRun(context, plan(["exit", "0"], { image: "debian:x", detach: true, rebuildFrom: "base" }), START);
    expect(runtime.engine.calls.filter((call) => call === "images.pull")).toHaveLength(2);
  });

  it("leaves nothing at all when the image does not exist", async () => {
    const { context, runtime, plan } = runScene();
    await expect(startRun(context, plan(["exit", "0"], { image: "no:such" }), START)).rejects.toMatchObject({
      code: "IMAGE_NOT_FOUND",
    });
    expect(runtime.engine.containers).toEqual([]);
    expect((await context.store.list({ all: true })).records).toEqual([]);
  });

  it("takes the name of a run that has ended unseen, and never that of one that runs", async () => {
    const { context, runtime, plan } = runScene();
    const named = (command: readonly string[]) => askedFor(plan(command, { detach: true }), "nightly");
    const first = await startRun(context, named(["wait-forever"]), START);
    await expect(startRun(context, named(["exit", "0"]), START)).rejects.toMatchObject({ code: "RUN_NAME_TAKEN" });
    await runtime.containers.stop(first.record.containerId, 0);
    const second = await startRun(context, named(["exit", "0"]), START);
    expect(second.record.name).toBe("nightly");
    expect((await context.store.read(first.record.id)).state.status).toBe("exited");
  });

  it("takes another name where another process has just got the one that nobody asked for", async () => {
    const { context, runtime, plan } = runScene();
    const unasked = (command: readonly string[]) => renamedPlan(plan(command, { detach: true }), "sunny-otter");
    const first = await startRun(context, unasked(["wait-forever"]), START);
    const second = await startRun(context, unasked(["exit", "0"]), START);
    expect(first.record.name).toBe("sunny-otter");
    expect(second.record.name).toMatch(/^[a-z]+-[a-z]+$/);
    expect(second.record.name).not.toBe("sunny-otter");
    const labels = runtime.engine.containers.map((container) => container.labels[LABELS.name]);
    expect(labels).toEqual(["sunny-otter", second.record.name]);
    expect(await context.store.liveIds()).toHaveLength(2);
  });

  const steps: readonly (readonly [RuntimeMethod, string])[] = [
    ["containers.create", "create"],
    ["streams.attach", "create"],
    ["containers.start", "start"],
  ];
  for (const [method, phase] of steps) {
    it(`undoes everything when ${method} fails, and its record says where`, async () => {
      const { context, runtime, plan } = runScene();
      const planned = plan(["exit", "0"]);
      runtime.engine.failNext(method, new MoatError("RUNTIME_REFUSED", "The engine will not."));
      await expect(startRun(context, planned, START)).rejects.toMatchObject({ code: "RUNTIME_REFUSED" });
      expect(runtime.engine.containers).toEqual([]);
      expect(await context.store.liveIds()).toEqual([]);
      expect((await context.store.read(planned.id)).state).toEqual({
        status: "failed",
        phase,
        code: "RUNTIME_REFUSED",
        message: "The engine will not.",
      });
    });
  }

  it("says so when it cannot undo, and still throws the first error", async () => {
    const { context, runtime, plan, recorded } = runScene();
    runtime.engine.failNext("containers.start", new MoatError("RUNTIME_REFUSED", "first"));
    runtime.engine.failNext("containers.remove", new MoatError("ENGINE_FAILED", "second"));
    await expect(startRun(context, plan(["exit", "0"]), START)).rejects.toThrow("first");
    expect(recorded.warnings.join()).toMatch(/could not remove the container .*second/);
  });

  it("throws the first error when the record cannot be written any more", async () => {
    const { context, runtime, plan, recorded } = runScene();
    const full = new MoatError("HOME_UNUSABLE", "The disk is full.");
    const failing = { ...context, store: { ...context.store, update: () => Promise.reject(full) } };
    await expect(startRun(failing, plan(["exit", "0"]), START)).rejects.toBe(full);
    expect(runtime.engine.containers).toEqual([]);
    expect(recorded.warnings).toEqual(["could not write the run's record: The disk is full."]);
    expect(await context.store.liveIds()).toHaveLength(1);
  });

  it("creates nothing when it is aborted before", async () => {
    const { context, runtime, plan } = runScene();
    const aborted = startRun(context, plan(["exit", "0"]), { ...START, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: "CANCELED" });
    expect(runtime.engine.containers).toEqual([]);
    expect((await context.store.list({ all: true })).records).toEqual([]);
  });

  it("gives a name to one of two runs, and nothing is left of the other", async () => {
    const { context, runtime, plan } = runScene();
    const both = [1, 2].map(() => {
      const planned = askedFor(plan(["wait-forever"], { detach: true }), "one");
      // Made now: a process that has begun since then would be another one.
      const labels = { ...planned.labels, [LABELS.created]: new Date().toISOString() };
      return startRun(context, { ...planned, labels }, START);
    });
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "RUN_NAME_TAKEN" } });
    expect(runtime.engine.containers).toHaveLength(1);
    expect((await context.store.list({ all: true })).records).toHaveLength(1);
  });

  it("is root inside a rootless engine, which is the engine's own user outside", async () => {
    const { context, runtime, plan } = runScene({ facts: { rootless: true } });
    const { record } = await startRun(context, plan(["exit", "0"], { detach: true }), START);
    expect(runtime.engine.containers[0]?.spec.user).toBe("0:0");
    expect(record.user.uid).toBe(0);
  });
});
