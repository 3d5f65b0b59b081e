import { Readable } from "node:stream";
import { MoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { until } from "@moat/runtime-testkit";
import { START, runScene } from "../testing/run-scene.ts";
import { attend, logOf, loseSight, recorder } from "../testing/attending.ts";
import { sampleRecord } from "../testing/sample-record.ts";
import { attendRun, type RunIO } from "./attend-run.ts";
import { reconcileRuns } from "./reconcile-runs.ts";
import { startRun } from "./start-run.ts";

async function* bytes(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe("attendRun", () => {
  it("passes both streams on, returns the exit code, and leaves the record and nothing else", async () => {
    const scene = runScene();
    const { io, stdout, stderr } = recorder();
    const attended = await (await attend(scene, ["speak", "out", "err", "42"], io)).done;
    expect(attended).toMatchObject({
      kind: "ended",
      exitCode: 42,
      record: { state: { status: "exited", exitCode: 42, signal: "" } },
    });
    expect([stdout(), stderr()]).toEqual(["out", "err"]);
    expect(scene.runtime.engine.containers).toEqual([]);
    expect(await scene.context.store.liveIds()).toEqual([]);
  });

  it("has the whole output in the run's own log before the container is removed", async () => {
    const scene = runScene();
    const { record } = await (await attend(scene, ["speak", "out", "err", "0"], recorder().io)).done;
    expect(await logOf(scene, record.id)).toBe("stdout=out;stderr=err;");
  });

  it("feeds stdin to its end", async () => {
    const { io, stdout } = recorder(bytes("a\n", "b\n"));
    await (
      await attend(runScene(), ["cat"], io, { stdin: true })
    ).done;
    expect(stdout()).toBe("a\nb\n");
  });

  it("ends when the command does, although stdin stays open", async () => {
    const open: RunIO["stdin"] = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const { io } = recorder(open);
    expect(await (await attend(runScene(), ["exit", "3"], io, { stdin: true })).done).toMatchObject({ exitCode: 3 });
  });

  it("keeps the container when that was asked for, and settles the run all the same", async () => {
    const scene = runScene();
    await (
      await attend(scene, ["exit", "0"], recorder().io, { keep: true })
    ).done;
    expect(scene.runtime.engine.containers).toHaveLength(1);
    expect(await scene.context.store.liveIds()).toEqual([]);
  });

  it("sends signals to the command, and names the one that ended it", async () => {
    const { io, stdout } = recorder();
    const attendance = await attend(runScene(), ["wait-forever"], io);
    await until("the command is up", () => stdout().includes("ready"));
    await attendance.signal("SIGTERM");
    expect(await attendance.done).toMatchObject({ exitCode: 143, record: { state: { signal: "SIGTERM" } } });
  });

  it("returns the exit code although another process has finished and removed the run before", async () => {
    const scene = runScene();
    const gate = Promise.withResolvers<void>();
    const slow: RunIO = { stdin: undefined, stdout: () => gate.promise, stderr: () => Promise.resolve() };
    const attendance = await attend(scene, ["speak", "out", "", "7"], slow);
    const { id, containerId } = (await scene.context.store.list({ all: true })).records[0] ?? sampleRecord();
    await scene.runtime.containers.wait(containerId);
    await reconcileRuns(scene.context);
    gate.resolve();
    expect(await attendance.done).toMatchObject({ kind: "ended", exitCode: 7, record: { id } });
  });

  it.each([
    ["passes on from the log what a broken connection has kept back", true, "output", "error"],
    ["has no gap to fill when it was attached to later", false, "out", ""],
  ])("%s", async (_, fromStart, out, error) => {
    const scene = runScene();
    loseSight(scene);
    const { io, stdout, stderr } = recorder();
    const started = await startRun(scene.context, scene.plan(["speak", "output", "error", "7"]), START);
    await started.attachment?.[Symbol.asyncDispose]();
    const cut = {
      output: [{ stream: "stdout" as const, data: Buffer.from("out") }].values(),
      write: () => Promise.resolve(),
      endInput: () => Promise.resolve(),
      resize: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const attachment = { ...cut, output: Readable.from(cut.output) };
    const attended = await attendRun(scene.context, { ...started, attachment }, io, { fromStart }).done;
    expect(attended).toMatchObject({ exitCode: 7 });
    expect([stdout(), stderr()]).toEqual([out, error]);
    expect(scene.recorded.warnings.join().includes("broke off")).toBe(fromStart);
  });

  it("says so when somebody removes the container", async () => {
    const scene = runScene();
    const { io, stdout } = recorder();
    const attendance = await attend(scene, ["wait-forever"], io);
    await until("the command is up", () => stdout().includes("ready"));
    scene.runtime.engine.failNext("containers.wait", new MoatError("CONTAINER_NOT_FOUND", "gone"));
    await scene.runtime.containers.remove(scene.runtime.engine.containers[0]?.id ?? "");
    await expect(attendance.done).rejects.toMatchObject({ code: "CONTAINER_NOT_FOUND" });
    expect((await scene.context.store.list({ all: true })).records[0]?.state).toEqual({ status: "lost" });
  });

  it("knows how the command ended although somebody removed the container before its output was saved", async () => {
    const scene = runScene();
    loseSight(scene);
    scene.runtime.engine.failNext("streams.logs", new MoatError("CONTAINER_NOT_FOUND", "gone"));
    expect(await (await attend(scene, ["exit", "3"], recorder().io)).done).toMatchObject({
      exitCode: 3,
      record: { state: { status: "exited", exitCode: 3 } },
    });
    expect(scene.recorded.warnings).toEqual(["the output of the run run-1 is lost: somebody removed its container"]);
    expect(await scene.context.store.liveIds()).toEqual([]);
  });

  it("says so when somebody removes the run itself", async () => {
    const scene = runScene();
    const { io, stdout } = recorder();
    const attendance = await attend(scene, ["wait-forever"], io);
    await until("the command is up", () => stdout().includes("ready"));
    await scene.context.store.remove((await scene.context.store.liveIds())[0] ?? "");
    scene.runtime.engine.failNext("containers.wait", new MoatError("CONTAINER_NOT_FOUND", "gone"));
    await scene.runtime.containers.remove(scene.runtime.engine.containers[0]?.id ?? "");
    await expect(attendance.done).rejects.toThrow("Somebody removed the run run-1.");
  });

  it("returns the exit code although the record cannot be written, and leaves the rest to the next command", async () => {
    const scene = runScene();
    loseSight(scene);
    scene.runtime.engine.failNext("streams.logs", new MoatError("HOME_UNUSABLE", "The disk is full."));
    expect(await (await attend(scene, ["exit", "3"], recorder().io)).done).toMatchObject({ exitCode: 3 });
    expect(scene.recorded.warnings.join()).toContain("The disk is full.");
    await scene.context.store.update((await scene.context.store.liveIds())[0] ?? "", (now) => ({
      ...now,
      ownerPid: 0,
    }));
    await reconcileRuns(scene.context);
    expect((await scene.context.store.list({ all: true })).records[0]?.state).toMatchObject({ exitCode: 3 });
  });

  it("names the run when the engine is lost", async () => {
    const scene = runScene();
    // Whoever waits since before the start, and whoever asks after the end.
    for (let times = 0; times < 2; times += 1)
      scene.runtime.engine.failNext("containers.wait", new MoatError("ENGINE_UNREACHABLE", "No engine."));
    const { done } = await attend(scene, ["exit", "0"], recorder().io);
    await expect(done).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
      message: "Lost sight of the run run-1: No engine.",
    });
  });

  it("leaves the run alone when it detaches", async () => {
    const scene = runScene();
    const { io, stdout } = recorder();
    const attendance = await attend(scene, ["wait-forever"], io);
    await until("the command is up", () => stdout().includes("ready"));
    attendance.detach();
    expect(await attendance.done).toMatchObject({ kind: "detached" });
    expect(scene.runtime.engine.containers[0]?.state.phase).toBe("running");
    expect(await scene.context.store.liveIds()).toHaveLength(1);
  });
});
