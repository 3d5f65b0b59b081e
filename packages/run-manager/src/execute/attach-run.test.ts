import { containerSpec } from "@moat/core";
import { describe, expect, it } from "vitest";
import { LABELS } from "../run-labels.ts";
import { type RunScene, START, runScene } from "../testing/run-scene.ts";
import { attachRun } from "./attach-run.ts";
import { startRun } from "./start-run.ts";

async function inBackground(scene: RunScene, command: readonly string[], given = {}) {
  const plan = scene.plan(command, { detach: true, ...given });
  return (await startRun(scene.context, plan, START)).record;
}

describe("attachRun", () => {
  it("connects to a run that another process has started: its input and its output", async () => {
    const scene = runScene();
    const record = await inBackground(scene, ["cat"], { interactive: true, stdin: true });
    const { attachment } = await attachRun(scene.context, record, { input: true });
    await attachment.write(Buffer.from("one\n"));
    for await (const { data } of attachment.output) {
      expect(Buffer.from(data).toString()).toBe("one\r\n");
      break;
    }
  });

  it("refuses a run that has ended, whoever knows it", async () => {
    const scene = runScene();
    const record = await inBackground(scene, ["exit", "0"]);
    await scene.runtime.containers.wait(record.containerId);
    const refused = attachRun(scene.context, record, { input: false });
    await expect(refused).rejects.toMatchObject({
      code: "RUN_NOT_RUNNING",
      hint: "See what it wrote: moat logs run-1",
    });
    const ended = { ...record, state: { status: "lost" } } as const;
    await expect(attachRun(scene.context, ended, { input: false })).rejects.toMatchObject({ code: "RUN_NOT_RUNNING" });
  });

  it("refuses a run whose command has not started yet", async () => {
    const scene = runScene();
    const record = await inBackground(scene, ["wait-forever"]);
    const labels = { [LABELS.run]: record.id };
    const spec = containerSpec({ name: "other", image: "memory:latest", labels });
    const { id } = await scene.runtime.containers.create(spec);
    const refused = attachRun(scene.context, { ...record, containerId: id }, { input: false });
    await expect(refused).rejects.toMatchObject({ code: "RUN_NOT_RUNNING", hint: "Try again: moat attach run-1" });
  });
});
