import type { LogEntry } from "@moat/core";
import { describe, expect, it } from "vitest";
import { START, type RunScene, runScene } from "../testing/run-scene.ts";
import { writeLogFile } from "../log/log-file.ts";
import { isLogRead } from "../log/log-readers.ts";
import { readRunLogs } from "./read-run-logs.ts";
import { reconcileRuns } from "./reconcile-runs.ts";
import { startRun } from "./start-run.ts";

const entry = (second: number, text: string): LogEntry => ({
  stream: "stdout",
  time: `2026-01-01T00:00:0${second}.000000000Z`,
  data: Buffer.from(text),
});

const LINES = [entry(1, "one\n"), entry(2, "two\n"), entry(2, "three\n"), entry(3, "four\n")];

/** The same as it came through: with other times, and lines of one packet together. */
async function* keptLines() {
  yield entry(5, "one\ntwo\nthree\n");
  yield entry(6, "four\n");
}

/** A run that ended, whose engine gives out `LINES` from one on, and is finished by somebody after so many. */
async function cutAfter({ context, runtime, plan }: RunScene, from: number, count: number) {
  const { record } = await startRun(context, plan(["exit", "0"], { detach: true }), START);
  await runtime.containers.wait(record.containerId);
  let isFirst = true;
  runtime.streams.logs = async function* logs() {
    const mine = isFirst;
    isFirst = false;
    if (!mine) {
      yield* LINES;
      return;
    }
    yield* LINES.slice(from, from + count);
    await reconcileRuns(context);
  };
  return record;
}

async function read({ context }: RunScene, record: Awaited<ReturnType<typeof cutAfter>>, tail: number | "all") {
  let said = "";
  const path = context.store.logPath(record.id);
  const entries = readRunLogs(record, () => Promise.resolve(context), path, { follow: true, tail });
  for await (const { data } of entries) said += Buffer.from(data).toString();
  return said;
}

describe("readRunLogs", () => {
  it.each([0, 1, 2, 3, 4])("loses nothing when the run is finished after %i entries", async (count) => {
    const scene = runScene();
    const record = await cutAfter(scene, 0, count);
    expect(await read(scene, record, "all")).toBe("one\ntwo\nthree\nfour\n");
  });

  it.each([0, 1, 2])("nor of the last lines, after %i", async (count) => {
    const scene = runScene();
    const record = await cutAfter(scene, 2, count);
    expect(await read(scene, record, 2)).toBe("three\nfour\n");
  });

  it.each([0, 1, 2, 3, 4])("nor when it was being finished already, as it came through, after %i", async (count) => {
    const scene = runScene();
    const { context, runtime, plan } = scene;
    const { record } = await startRun(context, plan(["exit", "0"], { detach: true }), START);
    await runtime.containers.wait(record.containerId);
    runtime.streams.logs = async function* logs() {
      yield* LINES.slice(0, count);
      await writeLogFile(context.store.logPath(record.id), keptLines());
      await reconcileRuns(context);
    };
    expect(await read(scene, record, "all")).toBe("one\ntwo\nthree\nfour\n");
  });

  it("lets others know while it reads from the engine, and no longer", async () => {
    const scene = runScene();
    const { context, runtime, plan } = scene;
    const { record } = await startRun(context, plan(["exit", "0"], { detach: true }), START);
    await runtime.containers.wait(record.containerId);
    const path = context.store.logPath(record.id);
    let isRead = false;
    runtime.streams.logs = async function* logs() {
      isRead = await isLogRead(path);
      yield* LINES;
    };
    expect(await read(scene, record, "all")).toBe("one\ntwo\nthree\nfour\n");
    expect(isRead).toBe(true);
    expect(await isLogRead(path)).toBe(false);
  });
});
