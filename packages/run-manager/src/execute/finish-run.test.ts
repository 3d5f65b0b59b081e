import { MoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { measureLogFile, writeLogFile } from "../log/log-file.ts";
import { START, type RunScene, runScene } from "../testing/run-scene.ts";
import { finishRun } from "./finish-run.ts";
import { startRun } from "./start-run.ts";

async function ended(scene: RunScene, logBytes = 1000) {
  const { limits } = scene.plan(["exit", "0"]);
  const plan = scene.plan(["speak", "out", "", "0"], { detach: true, limits: { ...limits, logBytes } });
  const { record } = await startRun(scene.context, plan, START);
  return { record, exit: await scene.runtime.containers.wait(record.containerId) };
}

async function* output(text: string) {
  yield { stream: "stdout" as const, time: new Date().toISOString(), data: Buffer.from(text) };
}

describe("finishRun", () => {
  it("keeps the log of who removed the container meanwhile, though it is cut where the watcher's view is, too", async () => {
    const scene = runScene();
    const { record, exit } = await ended(scene);
    const path = scene.context.store.logPath(record.id);
    const { streams, containers } = scene.runtime;
    // oxlint-disable-next-line require-yield -- The engine ends the stream as if there were no more.
    streams.logs = async function* removed() {
      await writeLogFile(path, output("whole"));
      await containers.remove(record.containerId);
    };
    let saved = -1;
    await finishRun(scene.context, record, exit, { writtenBytes: 0, onSaved: (bytes) => (saved = bytes) });
    expect(saved).toBe("whole".length);
    expect((await measureLogFile(path)).bytes).toBe("whole".length);
  });
});

describe("finishRun says that nothing was dropped", () => {
  it("where the log is far from its bound", async () => {
    const scene = runScene();
    const { record, exit } = await ended(scene);
    expect(await finishRun(scene.context, record, exit)).toMatchObject({ droppedBytes: 0 });
  });

  it.each([
    ["out", undefined, 0],
    ["x".repeat(700), undefined, null],
    ["x".repeat(700), 900, 200],
  ])("or how much, of a log that another process has saved: %.5s, %j", async (text, writtenBytes, dropped) => {
    const scene = runScene();
    const { record, exit } = await ended(scene);
    await writeLogFile(scene.context.store.logPath(record.id), output(text));
    let saved = 0;
    const options = { writtenBytes, onSaved: (bytes: number) => (saved = bytes) };
    expect(await finishRun(scene.context, record, exit, options)).toMatchObject({ droppedBytes: dropped });
    expect(saved).toBe(text.length);
  });

  it.each([
    ["CONTAINER_NOT_FOUND", "is lost"],
    ["ENGINE_FAILED", "is not saved"],
  ] as const)("but not where the output could not be saved (%s)", async (code, warning) => {
    const scene = runScene();
    const { record, exit } = await ended(scene);
    scene.runtime.engine.failNext("streams.logs", new MoatError(code, "no"));
    expect(await finishRun(scene.context, record, exit)).toMatchObject({ droppedBytes: null });
    expect(scene.recorded.warnings.join()).toContain(warning);
  });
});
