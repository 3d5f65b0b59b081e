import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { MoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { until } from "@moat/runtime-testkit";
import { START, type RunScene, runScene } from "../testing/run-scene.ts";
import { readLogFile } from "../log/log-file.ts";
import { readingLog } from "../log/log-readers.ts";
import { sampleRecord } from "../testing/sample-record.ts";
import { attendRun, type RunIO } from "./attend-run.ts";
import { reconcileRuns } from "./reconcile-runs.ts";
import { startRun } from "./start-run.ts";

function recorder(stdin?: RunIO["stdin"]): { io: RunIO; stdout: () => string; stderr: () => string } {
  const written = { stdout: "", stderr: "" };
  const take = (stream: "stdout" | "stderr") => (data: Uint8Array) => {
    written[stream] += Buffer.from(data).toString("latin1");
    return Promise.resolve();
  };
  const io: RunIO = { stdin, stdout: take("stdout"), stderr: take("stderr") };
  return { io, stdout: () => written.stdout, stderr: () => written.stderr };
}

async function attend({ context, plan }: RunScene, command: readonly string[], io: RunIO, given = {}) {
  return attendRun(context, await startRun(context, plan(command, given), START), io, { fromStart: true });
}

/** From now on the engine is out of sight for a while whenever somebody waits for an end. */
function loseSight({ runtime: { containers } }: RunScene): void {
  const wait = containers.wait.bind(containers);
  containers.wait = async (id, options) => {
    options?.onGap?.();
    return await wait(id, options);
  };
}

async function logOf({ context }: RunScene, id: string): Promise<string> {
  let text = "";
  for await (const { stream, data } of readLogFile(context.store.logPath(id), { tail: "all" }))
    text += `${stream}=${Buffer.from(data).toString()};`;
  return text;
}

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

/** Whether the engine was asked for its log. */
function asked({ runtime }: RunScene): boolean {
  return runtime.engine.calls.includes("streams.logs");
}

describe("attendRun keeps the output as it comes", () => {
  it("and does not ask the engine for it again", async () => {
    const scene = runScene();
    const { record } = await (await attend(scene, ["speak", "out\n", "err", "0"], recorder().io)).done;
    expect(asked(scene)).toBe(false);
    expect(record.droppedBytes).toBe(0);
    expect(await logOf(scene, record.id)).toBe("stdout=out\n;stderr=err;");
  });

  it("though somebody has removed the container", async () => {
    const scene = runScene();
    const { containers } = scene.runtime;
    const wait = containers.wait.bind(containers);
    containers.wait = async (id, options) => {
      const exit = await wait(id, options);
      await containers.remove(id);
      return exit;
    };
    const { record } = await (await attend(scene, ["speak", "out", "", "0"], recorder().io)).done;
    expect(await logOf(scene, record.id)).toBe("stdout=out;");
  });

  it("but asks where the engine was out of sight", async () => {
    const scene = runScene();
    loseSight(scene);
    const { record } = await (await attend(scene, ["speak", "out", "err", "0"], recorder().io)).done;
    expect(asked(scene)).toBe(true);
    expect(await logOf(scene, record.id)).toBe("stdout=out;stderr=err;");
  });

  it.each([-5000, 5000])("but asks where the output ended at another time than the command (%i ms)", async (ms) => {
    const scene = runScene();
    const { containers } = scene.runtime;
    const wait = containers.wait.bind(containers);
    containers.wait = async (id, options) => {
      const exit = await wait(id, options);
      return { ...exit, finishedAt: new Date(Date.now() + ms).toISOString() };
    };
    await (
      await attend(scene, ["speak", "out", "", "0"], recorder().io)
    ).done;
    expect(asked(scene)).toBe(true);
  });

  it("but asks where the reader was slow at the end", async () => {
    const scene = runScene();
    const slow = { ...recorder().io, stdout: () => delay(800) };
    await (
      await attend(scene, ["speak", "out", "", "0"], slow)
    ).done;
    expect(asked(scene)).toBe(true);
  });

  it("but asks for more than the bound", async () => {
    const scene = runScene();
    const { limits } = scene.plan([]);
    const small = { limits: { ...limits, logBytes: 2 } };
    await (
      await attend(scene, ["speak", "out", "", "0"], recorder().io, small)
    ).done;
    expect(asked(scene)).toBe(true);
  });

  it("but asks where somebody else reads the engine's log", async () => {
    const scene = runScene();
    const { io, stdout } = recorder();
    const attendance = await attend(scene, ["wait-forever"], io);
    await until("the command is up", () => stdout().includes("ready"));
    const [id = ""] = await scene.context.store.liveIds();
    await using _reading = await readingLog(scene.context.store.logPath(id));
    await attendance.signal("SIGTERM");
    await attendance.done;
    expect(asked(scene)).toBe(true);
  });

  it("and leaves nothing of it when it detaches", async () => {
    const scene = runScene();
    const { io, stdout } = recorder();
    const attendance = await attend(scene, ["wait-forever"], io);
    await until("the command is up", () => stdout().includes("ready"));
    const [id = ""] = await scene.context.store.liveIds();
    const names = async () => await readdir(dirname(scene.context.store.logPath(id)));
    await until("some of it is kept", async () => (await names()).some((name) => name.startsWith(".log-")));
    attendance.detach();
    await attendance.done;
    expect((await names()).filter((name) => !name.startsWith("run.json"))).toEqual([]);
  });
});
