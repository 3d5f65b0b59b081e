import { mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { MoatError } from "@moat/core";
import { describe, expect, it, vi } from "vitest";
import { newRunId } from "../run-id.ts";
import { LABELS } from "../run-labels.ts";
import { newRunRecord } from "../run-record.ts";
import { START, type RunScene, runScene } from "../testing/run-scene.ts";
import { NO_ACCOUNTS, accountFor } from "./account-files.ts";
import { planToSpec } from "./plan-to-spec.ts";
import { reconcileFew, reconcileRuns } from "./reconcile-runs.ts";
import { startRun } from "./start-run.ts";
import { stopRun } from "./stop-run.ts";

/** No process has this id: it is above what the kernel gives. */
const DEAD_PID = 2 ** 22 + 1;

async function detached({ context, plan }: RunScene, command: readonly string[], given = {}) {
  const { record } = await startRun(context, plan(command, { detach: true, ...given }), START);
  return record;
}

async function abandoned({ context, plan }: RunScene) {
  const { id: engineId } = await context.runtime.ping();
  const createdAt = new Date().toISOString();
  const record = { ...newRunRecord(plan(["exit", "0"])), createdAt, engineId, ownerPid: DEAD_PID };
  await context.store.create(record);
  return record;
}

describe("reconcileRuns", () => {
  it("asks no engine when no run is live", async () => {
    const { context, runtime } = runScene();
    await reconcileRuns(context);
    expect(runtime.engine.calls).toEqual([]);
  });

  it("finishes a run that ended while nobody watched", async () => {
    const scene = runScene();
    const { id, containerId } = await detached(scene, ["speak", "said", "", "7"]);
    await scene.runtime.containers.wait(containerId);
    await reconcileRuns(scene.context);
    expect((await scene.context.store.read(id)).state).toMatchObject({ status: "exited", exitCode: 7 });
    expect(scene.runtime.engine.containers).toEqual([]);
    expect(await scene.context.store.liveIds()).toEqual([]);
  });

  it("may be done by many at once", async () => {
    const scene = runScene();
    const { id, containerId } = await detached(scene, ["speak", "said", "", "7"]);
    await scene.runtime.containers.wait(containerId);
    await Promise.all(Array.from({ length: 8 }, () => reconcileRuns(scene.context)));
    expect((await scene.context.store.read(id)).state).toMatchObject({ status: "exited", exitCode: 7 });
    expect(scene.recorded.warnings).toEqual([]);
  });

  it("leaves a running run running", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    await reconcileRuns(scene.context);
    expect((await scene.context.store.read(id)).state).toEqual({ status: "running" });
  });

  it("calls a run lost whose container somebody removed", async () => {
    const scene = runScene();
    const { id, containerId } = await detached(scene, ["wait-forever"]);
    await scene.context.store.update(id, (now) => ({ ...now, ownerPid: DEAD_PID }));
    await scene.runtime.containers.remove(containerId);
    await reconcileRuns(scene.context);
    expect((await scene.context.store.read(id)).state).toEqual({ status: "lost" });
  });

  it("writes nothing on the word of an engine that does not answer", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    scene.runtime.engine.unreachable = true;
    await expect(reconcileRuns(scene.context)).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
    scene.runtime.engine.unreachable = false;
    expect((await scene.context.store.read(id)).state).toEqual({ status: "running" });
  });

  it("writes nothing on the word of another engine", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    await scene.context.store.update(id, (now) => ({ ...now, engineId: "another", ownerPid: DEAD_PID }));
    await reconcileRuns(scene.context);
    expect((await scene.context.store.read(id)).state).toEqual({ status: "running" });
  });

  it("clears what a killed process left of a run that never started", async () => {
    const scene = runScene();
    const { id } = await abandoned(scene);
    await reconcileRuns(scene.context);
    expect((await scene.context.store.read(id)).state).toMatchObject({ status: "failed", phase: "create" });
    expect((await scene.context.store.list({ all: false })).records).toEqual([]);
  });

  it("looks again for a minute, since the engine may obey a killed process late", async () => {
    const scene = runScene();
    const { id } = await abandoned(scene);
    await reconcileRuns(scene.context);
    const late = scene.plan(["wait-forever"]);
    await scene.runtime.containers.create(
      planToSpec(
        { ...late, labels: { ...late.labels, [LABELS.run]: id } },
        { image: late.image, account: accountFor(late.user, NO_ACCOUNTS), files: [], ...START },
      ),
    );
    await reconcileRuns(scene.context);
    expect(scene.runtime.engine.containers).toEqual([]);
    expect(await scene.context.store.liveIds()).toEqual([]);

    const { id: second } = await abandoned(scene);
    await reconcileRuns(scene.context);
    await reconcileRuns(scene.context);
    expect(await scene.context.store.liveIds()).toEqual([second]);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
    await reconcileRuns(scene.context);
    vi.useRealTimers();
    expect(await scene.context.store.liveIds()).toEqual([]);
  });

  it("forgets an entry of the index whose record a killed process never made", async () => {
    const scene = runScene();
    await abandoned(scene);
    const entry = join(scene.context.store.home, "live", newRunId());
    await writeFile(entry, "");
    const old = Date.now() / 1000 - 120;
    await utimes(entry, old, old);
    await reconcileRuns(scene.context);
    expect(await scene.context.store.liveIds()).not.toContain(basename(entry));
  });

  it("is not kept from the others by a record that cannot be read", async () => {
    const scene = runScene();
    const { id, containerId } = await detached(scene, ["exit", "7"]);
    const { id: damaged } = await detached(scene, ["wait-forever"]);
    const record = join(scene.context.store.home, "runs", damaged, "run.json");
    await rm(record);
    await mkdir(record);
    await scene.runtime.containers.wait(containerId);
    await reconcileRuns(scene.context);
    expect((await scene.context.store.read(id)).state).toMatchObject({ status: "exited", exitCode: 7 });
    expect((await scene.context.store.list({ all: true })).problems).toMatchObject([{ code: "RECORD_UNREADABLE" }]);
  });

  it("leaves alone what a living process is still making", async () => {
    const scene = runScene();
    const { id } = await abandoned(scene);
    await scene.context.store.update(id, (now) => ({ ...now, ownerPid: process.pid }));
    await reconcileRuns(scene.context);
    expect((await scene.context.store.read(id)).state).toEqual({ status: "created" });
  });
});

describe("stopRun", () => {
  it("ends a run and has its exit in the record", async () => {
    const scene = runScene();
    const { name } = await detached(scene, ["wait-forever"]);
    const { record, wasLive } = await stopRun(scene.context, name, 1000);
    expect(wasLive).toBe(true);
    expect(record.state).toMatchObject({ status: "exited", exitCode: 143, signal: "SIGTERM" });
    expect(scene.runtime.engine.containers).toEqual([]);
  });

  it("ends one that ignores SIGTERM by force", async () => {
    const scene = runScene();
    const { name } = await detached(scene, ["ignore-term"]);
    expect((await stopRun(scene.context, name, 10)).record.state).toMatchObject({ exitCode: 137 });
  });

  it("says when a run had ended before, and changes nothing", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    await stopRun(scene.context, id, 1000);
    expect(await stopRun(scene.context, id, 1000)).toMatchObject({ wasLive: false });
  });

  it("may be done by two at once", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    const both = await Promise.all([stopRun(scene.context, id, 1000), stopRun(scene.context, id, 1000)]);
    for (const { record } of both) expect(record.state).toMatchObject({ status: "exited", exitCode: 143 });
  });

  it("calls a run lost whose container somebody removes meanwhile", async () => {
    const scene = runScene();
    const { id, containerId } = await detached(scene, ["wait-forever"]);
    const { containers } = scene.runtime;
    containers.stop = () => containers.remove(containerId);
    expect((await stopRun(scene.context, id, 1000)).record.state).toEqual({ status: "lost" });
  });

  it("does not say stopped when the engine fails to stop", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    scene.runtime.engine.failNext("containers.stop", new MoatError("ENGINE_FAILED", "no"));
    await expect(stopRun(scene.context, id, 1000)).rejects.toMatchObject({ code: "ENGINE_FAILED" });
    expect((await scene.context.store.read(id)).state).toEqual({ status: "stopping" });
    expect(scene.runtime.engine.containers).toHaveLength(1);
  });

  it("ends a run that is still being made, and its maker then undoes it", async () => {
    const scene = runScene();
    const { id } = await abandoned(scene);
    expect(await stopRun(scene.context, id, 1000)).toMatchObject({
      wasLive: true,
      record: { state: { status: "failed" } },
    });
    expect((await scene.context.store.list({ all: false })).records).toEqual([]);

    const planned = scene.plan(["wait-forever"], { detach: true });
    const { containers } = scene.runtime;
    const create = containers.create.bind(containers);
    containers.create = async (...call) => {
      const created = await create(...call);
      await stopRun(scene.context, planned.id, 1000);
      return created;
    };
    await expect(startRun(scene.context, planned, START)).rejects.toMatchObject({ code: "CANCELED" });
    expect(scene.runtime.engine.containers).toEqual([]);
    expect(await scene.context.store.liveIds()).toEqual([]);
  });

  it("refuses a run of another engine, and says where it is", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    await scene.context.store.update(id, (now) => ({
      ...now,
      engineId: "another",
      engineAddress: "tcp://other:2376",
      engineFoundBy: "the context other (DOCKER_CONTEXT)",
    }));
    await expect(stopRun(scene.context, id, 1000)).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
      hint: "Say that this one is meant, and try again: unset DOCKER_HOST; export DOCKER_CONTEXT=other",
    });
  });
});

describe("reconcileFew", () => {
  it("finishes a few old runs, and leaves the others and young ones alone", async () => {
    const scene = runScene();
    const ended = async () => {
      const { id, containerId } = await detached(scene, ["exit", "0"]);
      await scene.runtime.containers.wait(containerId);
      return id;
    };
    const old = await Promise.all(Array.from({ length: 6 }, ended));
    const young = await ended();
    const asked = scene.runtime.engine.calls.length;
    await reconcileFew(scene.context);
    expect(scene.runtime.engine.calls.length).toBe(asked);

    const past = new Date(Date.now() - 61_000);
    await Promise.all(old.map((id) => utimes(join(scene.context.store.home, "live", id), past, past)));
    await reconcileFew(scene.context);
    expect(await scene.context.store.liveIds()).toHaveLength(3);
    await reconcileFew(scene.context);
    expect(await scene.context.store.liveIds()).toEqual([young]);
  });
});
