import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectWholeLog } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { setLiveRestore, startDaemon, stopDaemon } from "./driver/daemon.ts";
import { docker } from "./driver/engine.ts";
import { Failpoint } from "./driver/failpoint.ts";
import type { MoatProcess } from "./driver/moat-process.ts";
import { until } from "./driver/until.ts";
import { OUTPUT, WORK, placeWork } from "./driver/work.ts";

/** A run that has a moat in the middle of something. */
interface Scene extends AsyncDisposable {
  readonly box: Box;
  /** What stands still, or attends. */
  readonly moat: MoatProcess;
  readonly letGo: () => Promise<void>;
}

/** `moat run` that stands still before a call. */
async function held(point: string): Promise<Scene> {
  const box = await Box.open();
  await placeWork(box);
  await box.write("go", "");
  return await standing(box, ["run", "-n", "victim", "--", ...WORK], point);
}

/** `moat run` that attends a command which waits. */
async function attending(): Promise<Scene> {
  const box = await Box.open();
  await placeWork(box);
  const moat = box.start(["run", "-n", "victim", "--", ...WORK]);
  await moat.says("1500\n");
  await until("all of stderr is here", () => moat.stderr.endsWith("1500\n"));
  return { box, moat, letGo: () => Promise.resolve(), [Symbol.asyncDispose]: () => box[Symbol.asyncDispose]() };
}

/** `moat stop` that has said that it stops the run, and not yet told the engine. */
async function stopping(): Promise<Scene> {
  const box = await Box.open();
  await placeWork(box);
  await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
  return await standing(box, ["stop", "-t", "1", "victim"], "before:containers.stop");
}

async function standing(box: Box, args: readonly string[], point: string): Promise<Scene> {
  const failpoint = new Failpoint(box, point);
  const moat = box.start(args, { env: failpoint.env });
  await failpoint.reached();
  return { box, moat, letGo: () => failpoint.letGo(), [Symbol.asyncDispose]: () => box[Symbol.asyncDispose]() };
}

const NO_ENGINE = /^moat: (Lost sight of the run victim: )?No Docker engine answers at unix:\/\/\S+: .*\n {2}\S/m;

/** The state of the one run of a box, asked for once. */
async function stateOf({ box }: Scene): Promise<unknown> {
  const [run] = Object(await box.json(["list", "--all"]));
  return run?.state;
}

afterAll(async () => {
  await startDaemon();
  await setLiveRestore(false);
});

describe.each([true, false])("an engine that is restarted, live-restore %s", (isLive) => {
  beforeAll(() => setLiveRestore(isLive));

  it("during create, start, run and stop: moat fails at once, and the next command tells the truth", async () => {
    await using creating = await held("before:containers.create");
    await using starting = await held("before:containers.start");
    await using running = await attending();
    await using stops = await stopping();
    const all = [creating, starting, running, stops];

    await stopDaemon("TERM");
    try {
      for (const { letGo } of all) await letGo();
      for (const { moat } of [creating, starting]) {
        const { code, stderr } = await moat.ended;
        expect({ code, stderr }).toEqual({ code: 125, stderr: expect.stringMatching(NO_ENGINE) });
      }
      const stopped = await stops.moat.ended;
      expect(stopped).toMatchObject({ code: 1, stderr: expect.stringMatching(NO_ENGINE) });
      const ran = await running.moat.ended;
      // An engine that ends its containers may have said so before it went.
      expect(isLive ? [125] : [125, 143]).toContain(ran.code);
      if (ran.code === 125) expect(ran.stderr).toMatch(NO_ENGINE);
      for (const { box } of all) {
        const { code, stderr } = await box.moat(["list"]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("shown as last known") });
      }
    } finally {
      await startDaemon();
    }

    expect(await stateOf(creating)).toMatchObject({ status: "failed", phase: "create", code: "ENGINE_UNREACHABLE" });
    expect(await stateOf(starting)).toMatchObject({ status: "failed", phase: "start", code: "ENGINE_UNREACHABLE" });
    if (isLive) {
      expect(await stateOf(running)).toEqual({ status: "running" });
      await running.box.write("go", "");
      await until("it has ended", async () => (await running.box.states()).join() === "exited");
      expect(await stateOf(running)).toMatchObject({ status: "exited", exitCode: 3 });
      await expectWholeLog(running.box, "foreground", "victim");
      expect(await stateOf(stops)).toMatchObject({ status: expect.stringMatching(/^(running|stopping)$/) });
      expect((await stops.box.moat(["stop", "-t", "1", "victim"])).code).toBe(0);
    } else {
      for (const scene of [running, stops])
        expect(await stateOf(scene)).toMatchObject({ status: "exited", exitCode: 143, signal: "SIGTERM" });
      const { stdout, stderr } = await running.box.moat(["logs", "victim"]);
      expect(stderr).toBe(OUTPUT.stderr);
      expect(OUTPUT.stdout.subarray(0, stdout.length).equals(stdout)).toBe(true);
      expect(stdout.toString()).toMatch(/\n1500\n/);
    }
    for (const { box } of all) expect(await box.leftovers()).toEqual([]);
  });

  it("and is back before moat goes on: nobody notices", async () => {
    await using creating = await held("before:containers.create");
    await using starting = await held("before:containers.start");
    await using stops = await stopping();
    await stopDaemon("TERM");
    await startDaemon();
    for (const { letGo } of [creating, starting, stops]) await letGo();
    for (const { moat, box } of [creating, starting]) {
      const { code, stdout } = await moat.ended;
      expect({ code, bytes: stdout.length }).toEqual({ code: 3, bytes: OUTPUT.stdout.length });
      await expectWholeLog(box, "foreground", "victim");
    }
    expect((await stops.moat.ended).code).toBe(0);
    expect(await stateOf(stops)).toMatchObject({ status: "exited", exitCode: 143 });
    for (const { box } of [creating, starting, stops]) expect(await box.leftovers()).toEqual([]);
  });

  it("by kill -9, during run: how it ended is what the engine says", async () => {
    await using running = await attending();
    await stopDaemon("KILL");
    const { code, stderr } = await running.moat.ended;
    expect({ code, stderr }).toEqual({ code: 125, stderr: expect.stringMatching(NO_ENGINE) });
    await startDaemon();
    if (isLive) {
      expect(await stateOf(running)).toEqual({ status: "running" });
      await running.box.write("go", "");
    }
    await until("it has ended", async () => (await running.box.states()).join() === "exited");
    const [container = ""] = await running.box.leftovers();
    const exitCode = await docker(["inspect", "-f", "{{.State.ExitCode}}", container.split(" ")[1] ?? ""]);
    expect(await stateOf(running)).toMatchObject({ status: "exited", exitCode: Number(exitCode[0]) });
    if (isLive) {
      expect(exitCode).toEqual(["3"]);
      await expectWholeLog(running.box, "foreground", "victim");
    }
    expect(await running.box.leftovers()).toEqual([]);
  });
});
