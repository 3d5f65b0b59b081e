import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "@moat/runtime-testkit";
import { describe, expect, it } from "vitest";
import { readingLog } from "../log/log-readers.ts";
import { attend, logOf, loseSight, recorder } from "../testing/attending.ts";
import { type RunScene, runScene } from "../testing/run-scene.ts";

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
