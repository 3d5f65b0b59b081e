import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { LABELS } from "../run-labels.ts";
import { newRunRecord } from "../run-record.ts";
import { START, type RunScene, runScene } from "../testing/run-scene.ts";
import { sampleRecord } from "../testing/sample-record.ts";
import { cleanUp } from "./clean-up.ts";
import { guessRun } from "./guess-run.ts";
import { killRun } from "./kill-run.ts";
import { reconcileRuns } from "./reconcile-runs.ts";
import { removeRun } from "./remove-run.ts";
import { renameRun } from "./rename-run.ts";
import { startRun } from "./start-run.ts";
import { stopRun } from "./stop-run.ts";
import { waitRun } from "./wait-run.ts";

const CLEAN = { dryRun: false, force: false, olderThanMs: undefined };
const DEAD_PID = 2 ** 22 + 1;

async function detached(scene: RunScene, command: readonly string[], given = {}) {
  const installation = await scene.context.store.installation();
  const plan = scene.plan(command, { detach: true, ...given });
  const labels = { ...plan.labels, [LABELS.installation]: installation, [LABELS.run]: plan.id };
  return (await startRun(scene.context, { ...plan, labels }, START)).record;
}

const open = (scene: RunScene) => () => Promise.resolve(scene.context);
const phases = (scene: RunScene) => scene.runtime.engine.containers.map(({ state }) => state.phase);

const run = (name: string) => sampleRecord({ name });
const noEngine = () => Promise.reject(new Error("no engine is needed"));

describe("guessRun", () => {
  const stop = { command: "stop", whenSeveral: "refuse" } as const;
  const logs = { command: "logs", whenSeveral: "newest" } as const;

  it("takes the only one, or the newest where that cannot hurt", () => {
    expect(guessRun([run("a")], stop).name).toBe("a");
    expect(guessRun([run("b"), run("a")], logs).name).toBe("b");
  });

  it("refuses to guess where that could hurt, and without any", () => {
    expect(() => guessRun([run("b"), run("a")], stop)).toThrow(expect.objectContaining({ code: "RUN_AMBIGUOUS" }));
    expect(() => guessRun([], logs)).toThrow(expect.objectContaining({ code: "RUN_NOT_FOUND" }));
  });
});

describe("killRun", () => {
  it("ends a run by SIGKILL and has its end in the record", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    const record = await killRun(scene.context, id, "SIGKILL");
    expect(record.state).toMatchObject({ status: "exited", exitCode: 137, signal: "SIGKILL" });
    expect(phases(scene)).toEqual([]);
    await expect(killRun(scene.context, id, "SIGTERM")).rejects.toMatchObject({ code: "RUN_NOT_RUNNING" });
  });

  it("sends any other signal and waits for nothing", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["ignore-term"]);
    expect((await killRun(scene.context, id, "SIGTERM")).state.status).toBe("running");
    expect(phases(scene)).toEqual(["running"]);
  });
});

describe("waitRun", () => {
  it("returns when the run has ended, and at once when it had", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    const both = [waitRun(scene.context, id), waitRun(scene.context, id)];
    await scene.runtime.containers.stop((await scene.context.store.read(id)).containerId, 0);
    for (const record of await Promise.all(both)) expect(record.state).toMatchObject({ status: "exited" });
    expect((await waitRun(scene.context, id)).state).toMatchObject({ status: "exited" });
    expect(phases(scene)).toEqual([]);
  });

  it("does not wait for a run whose process is dead", async () => {
    const scene = runScene();
    const engineId = (await scene.context.runtime.ping()).id;
    const record = { ...newRunRecord(scene.plan(["exit", "0"])), engineId, ownerPid: DEAD_PID };
    await scene.context.store.create(record);
    // Of what it does not wait for, nothing is looked at.
    const other = await detached(scene, ["speak", "said", "", "0"]);
    await scene.runtime.containers.wait(other.containerId);
    expect((await waitRun(scene.context, record.id)).state).toMatchObject({ status: "failed" });
    expect((await scene.context.store.read(other.id)).state.status).toBe("running");
  });
});

describe("removeRun", () => {
  it("removes an ended run without asking an engine", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    await stopRun(scene.context, id, 0);
    await removeRun(noEngine, scene.context.store, id, { force: false });
    await expect(scene.context.store.read(id)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });

  it("refuses a live run, and ends it first when it is forced", async () => {
    const scene = runScene();
    const { id, name } = await detached(scene, ["wait-forever"]);
    const { store } = scene.context;
    await expect(removeRun(open(scene), store, id, { force: false })).rejects.toMatchObject({ code: "RUN_LIVE" });
    expect(phases(scene)).toEqual(["running"]);
    expect(await removeRun(open(scene), store, id, { force: true })).toEqual({ id, name });
    expect(phases(scene)).toEqual([]);
    expect(await store.liveIds()).toEqual([]);
  });

  it("removes a kept container, and nothing when the engine does not answer", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"], { keep: true });
    await stopRun(scene.context, id, 0);
    expect(phases(scene)).toEqual(["exited"]);
    scene.runtime.engine.unreachable = true;
    const remove = () => removeRun(open(scene), scene.context.store, id, { force: false });
    await expect(remove()).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
    scene.runtime.engine.unreachable = false;
    await scene.context.store.read(id);
    await remove();
    expect(phases(scene)).toEqual([]);
  });

  it("forgets a run whose record cannot be read when it is forced", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    const { store } = scene.context;
    await writeFile(join(store.home, "runs", id, "run.json"), "{");
    await expect(removeRun(open(scene), store, id, { force: false })).rejects.toMatchObject({
      code: "RECORD_UNREADABLE",
      hint: `Forget the run, and end it if it is live: moat remove --force ${id}`,
    });
    await removeRun(open(scene), store, id, { force: true });
    expect(phases(scene)).toEqual([]);
    expect(await store.liveIds()).toEqual([]);
  });
});

describe("renameRun", () => {
  it("renames the container, too, and the next command does so where it was killed in between", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    const { store } = scene.context;
    const name = () => scene.runtime.engine.containers[0]?.name;
    await renameRun(open(scene), store, { reference: id, name: "second" });
    expect(name()).toBe(`moat-second-${id.slice(4)}`);
    scene.runtime.engine.failNext("containers.rename", new MoatError("ENGINE_FAILED", "no"));
    await expect(renameRun(open(scene), store, { reference: id, name: "third" })).rejects.toThrow("no");
    expect((await store.read(id)).name).toBe("third");
    await reconcileRuns(scene.context);
    expect(name()).toBe(`moat-third-${id.slice(4)}`);
  });

  it("refuses what is no name", async () => {
    const scene = runScene();
    const { id } = await detached(scene, ["wait-forever"]);
    const rename = renameRun(open(scene), scene.context.store, { reference: id, name: "No Name" });
    await expect(rename).rejects.toMatchObject({ code: "NAME_INVALID" });
  });
});

describe("cleanUp", () => {
  it("has nothing to do where nothing was ever run", async () => {
    const scene = runScene();
    expect(await cleanUp(scene.context, CLEAN)).toMatchObject({ containers: [], runs: [] });
  });

  it("leaves live and kept runs, and says how to remove those that are kept", async () => {
    const scene = runScene();
    const live = await detached(scene, ["wait-forever"]);
    const kept = await detached(scene, ["wait-forever"], { keep: true });
    await stopRun(scene.context, kept.id, 0);
    const first = await cleanUp(scene.context, CLEAN);
    expect(first).toMatchObject({ containers: [], left: [expect.stringContaining(kept.name)] });
    const dry = await cleanUp(scene.context, { ...CLEAN, force: true, dryRun: true });
    expect(dry.containers).toEqual([kept.containerId]);
    expect(phases(scene)).toHaveLength(2);
    await cleanUp(scene.context, { ...CLEAN, force: true });
    expect(scene.runtime.engine.containers.map(({ id }) => id)).toEqual([live.containerId]);
  });

  it("removes what has no record any more: at once when it has ended, by force when it runs", async () => {
    const scene = runScene();
    const runs = await detached(scene, ["wait-forever"]);
    const ended = await detached(scene, ["speak", "said", "", "0"]);
    await scene.runtime.containers.wait(ended.containerId);
    for (const { id } of [runs, ended]) await scene.context.store.remove(id);
    const report = await cleanUp(scene.context, CLEAN);
    expect(report).toMatchObject({ containers: [ended.containerId], left: [expect.stringContaining(runs.id)] });
    expect((await cleanUp(scene.context, { ...CLEAN, force: true })).containers).toEqual([runs.containerId]);
    expect(phases(scene)).toEqual([]);
  });

  it("never touches what carries another installation's label, or none", async () => {
    const scene = runScene();
    await detached(scene, ["wait-forever"]);
    const { context } = scene;
    for (const labels of [{ [LABELS.installation]: "other", [LABELS.run]: "run_0" }, {}]) {
      const plan = { ...scene.plan(["wait-forever"], { detach: true }), labels };
      const { record } = await startRun(context, plan, START);
      await context.store.remove(record.id);
    }
    await cleanUp(context, { ...CLEAN, force: true });
    expect(phases(scene)).toHaveLength(3);
  });

  it("forgets runs that ended long ago, and only those", async () => {
    const scene = runScene();
    const { store } = scene.context;
    const old = await detached(scene, ["wait-forever"]);
    await stopRun(scene.context, old.id, 0);
    const live = await detached(scene, ["wait-forever"]);
    const hour = 3_600_000;
    expect((await cleanUp(scene.context, { ...CLEAN, olderThanMs: hour })).runs).toEqual([]);
    await store.installation();
    const dry = await cleanUp(scene.context, { ...CLEAN, olderThanMs: -hour, dryRun: true });
    expect(dry.runs).toEqual([old.id]);
    expect((await cleanUp(scene.context, { ...CLEAN, olderThanMs: -hour })).runs).toEqual([old.id]);
    expect((await store.list({ all: true })).records.map(({ id }) => id)).toEqual([live.id]);
  });

  it("is not kept from forgetting old runs by one whose record is damaged", async () => {
    const scene = runScene();
    const { store } = scene.context;
    const [damaged, whole] = [await detached(scene, ["wait-forever"]), await detached(scene, ["wait-forever"])];
    for (const { id } of [damaged, whole]) await stopRun(scene.context, id, 0);
    await writeFile(join(dirname(store.logPath(damaged.id)), "run.json"), "{");
    expect((await cleanUp(scene.context, { ...CLEAN, olderThanMs: -1 })).runs).toEqual([whole.id]);
  });

  it("leaves alone what a living process is just making", async () => {
    const scene = runScene();
    const { context } = scene;
    const installation = await context.store.installation();
    const plan = scene.plan(["wait-forever"], { detach: true });
    const { containers } = scene.runtime;
    const create = containers.create.bind(containers);
    containers.create = async (...call) => {
      const created = await create(...call);
      await cleanUp(context, { ...CLEAN, force: true });
      return created;
    };
    const ours = { [LABELS.installation]: installation, [LABELS.run]: plan.id };
    const labels = { ...plan.labels, ...ours, [LABELS.created]: new Date().toISOString() };
    const { record } = await startRun(context, { ...plan, labels }, START);
    expect(record.state.status).toBe("running");
    expect(phases(scene)).toEqual(["running"]);
  });
});
