import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AFTERMATHS, aftermath } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { setLiveRestore, startDaemon, stopDaemon } from "./driver/daemon.ts";
import { docker } from "./driver/engine.ts";
import { Failpoint } from "./driver/failpoint.ts";
import type { MoatProcess } from "./driver/moat-process.ts";
import { until } from "./driver/until.ts";
import { FIRST_BYTES, OUTPUT, WORK, placeWork } from "./driver/work.ts";

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

const NOTICED = { code: 125, stderr: expect.stringMatching(NO_ENGINE) };

/** What an engine that ends its containers before it goes leaves of a command that waits. */
const TERMINATED = { next: "exited 143", end: "exited 143", left: [], log: `${FIRST_BYTES} bytes` };

afterAll(async () => {
  await startDaemon();
  await setLiveRestore(false);
});

describe.each([
  { isLive: true, ran: AFTERMATHS["goes on"], stopped: { ...AFTERMATHS["goes on"], next: "stopping" } },
  { isLive: false, ran: TERMINATED, stopped: TERMINATED },
])("an engine that is restarted, live-restore $isLive", ({ isLive, ran, stopped }) => {
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
      expect(await endOf(creating)).toEqual(NOTICED);
      expect(await endOf(starting)).toEqual(NOTICED);
      expect(await endOf(stops)).toEqual({ ...NOTICED, code: 1 });
      // An engine that ends its containers may have said so before it went.
      expect([NOTICED.code, 143]).toContain((await endOf(running)).code);
      for (const { box } of all) {
        const { code, stderr } = await box.moat(["list"]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("shown as last known") });
      }
    } finally {
      await startDaemon();
    }

    const failed = "failed ENGINE_UNREACHABLE";
    const undone = { ...AFTERMATHS.failed, next: failed, end: failed };
    expect(await aftermath(creating.box)).toEqual(undone);
    expect(await aftermath(starting.box)).toEqual(undone);
    expect(await aftermath(running.box)).toEqual(ran);
    expect(await aftermath(stops.box)).toEqual(stopped);
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
      expect({ code, isWhole: stdout.equals(OUTPUT.stdout) }).toEqual({ code: 3, isWhole: true });
      expect(await aftermath(box)).toEqual(AFTERMATHS.ended);
    }
    expect((await stops.moat.ended).code).toBe(0);
    expect(await aftermath(stops.box)).toEqual(TERMINATED);
  });
});

describe("an engine that is killed while a command runs", () => {
  it("with live-restore: the command goes on", async () => {
    await setLiveRestore(true);
    await using running = await attending();
    await stopDaemon("KILL");
    expect(await endOf(running)).toEqual(NOTICED);
    await startDaemon();
    expect(await aftermath(running.box)).toEqual(AFTERMATHS["goes on"]);
  });

  it("without: how it ended is what the engine says", async () => {
    await setLiveRestore(false);
    await using running = await attending();
    await stopDaemon("KILL");
    expect(await endOf(running)).toEqual(NOTICED);
    await startDaemon();
    await until("it has ended", async () => (await running.box.states()).join() === "exited");
    const [container = ""] = await running.box.leftovers();
    const [code] = await docker(["inspect", "-f", "{{.State.ExitCode}}", container.split(" ")[1] ?? ""]);
    const exited = `exited ${code}`;
    expect(await aftermath(running.box)).toMatchObject({ next: exited, end: exited, left: [] });
  });
});

async function endOf({ moat }: Scene) {
  const { code, stderr } = await moat.ended;
  return { code, stderr };
}
