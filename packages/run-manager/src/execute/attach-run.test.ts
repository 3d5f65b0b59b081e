import { MoatError, containerSpec } from "@moat/core";
import { until } from "@moat/runtime-testkit";
import { describe, expect, it } from "vitest";
import { LABELS } from "../run-labels.ts";
import { type RunScene, START, runScene } from "../testing/run-scene.ts";
import { attachRun } from "./attach-run.ts";
import { joinHistory } from "./join-history.ts";
import { startRun } from "./start-run.ts";

async function inBackground(scene: RunScene, command: readonly string[], given = {}) {
  const plan = scene.plan(command, { detach: true, ...given });
  return (await startRun(scene.context, plan, START)).record;
}

/** Reads history and what comes after it, until there is enough. */
async function joined(scene: RunScene, attached: Awaited<ReturnType<typeof attachRun>>, enough: number) {
  let history = "";
  const output = await joinHistory(scene.context, attached, (data) => (history += Buffer.from(data).toString()));
  let live = "";
  for await (const { data } of output) {
    live += Buffer.from(data).toString();
    if (history.length + live.length >= enough) break;
  }
  return { history, live };
}

describe("attachRun", () => {
  it("connects to a run that another process has started: its input, its output, its history", async () => {
    const scene = runScene();
    const record = await inBackground(scene, ["cat"], { interactive: true, stdin: true });
    const first = await attachRun(scene.context, record, { input: true });
    await first.attachment.write(Buffer.from("one\n"));
    await until("it is in the log", async () => {
      for await (const _ of scene.runtime.streams.logs(record.containerId, { follow: false, tail: "all" })) return true;
      return false;
    });
    await first.attachment[Symbol.asyncDispose]();
    // The log's times are the engine's, to the millisecond: another one has to begin.
    const now = Date.now();
    await until("a millisecond later", () => Date.now() > now + 1);
    const second = await attachRun(scene.context, record, { input: true });
    await second.attachment.write(Buffer.from("two\n"));
    expect(await joined(scene, second, 10)).toEqual({ history: "one\r\n", live: "two\r\n" });
  });

  it("joins output that goes on meanwhile without tearing a line", async () => {
    const scene = runScene();
    const record = await inBackground(scene, ["ticker"], { interactive: true });
    const attached = await attachRun(scene.context, record, { input: false });
    const { history, live } = await joined(scene, attached, 1000);
    expect(`${history}${live}`).toMatch(/^(?:tick\r\n)*$/);
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

  it("shows what is live although the log cannot be read", async () => {
    const scene = runScene();
    const record = await inBackground(scene, ["cat"], { interactive: true, stdin: true });
    const attached = await attachRun(scene.context, record, { input: true });
    scene.runtime.engine.failNext("streams.logs", new MoatError("ENGINE_FAILED", "no log"));
    await attached.attachment.write(Buffer.from("live\n"));
    expect(await joined(scene, attached, 6)).toEqual({ history: "", live: "live\r\n" });
  });
});
