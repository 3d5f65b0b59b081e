import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { AFTERMATHS, aftermath, endWork } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { Failpoint } from "./driver/failpoint.ts";
import { until } from "./driver/until.ts";
import { OUTPUT, WORK, placeWork } from "./driver/work.ts";

/** How a command finishes a run that has ended. */
const FINISHING = ["streams.logs", "store.update", "containers.remove", "store.settle"];

/** A command that is killed, and the calls that change something, or wait, in order. */
interface Victim {
  readonly args: readonly string[];
  /** Whether the run has ended by itself before. */
  readonly hasEnded: boolean;
  readonly steps: readonly string[];
  /** From which of them on the command inside has been told to end. */
  readonly tells?: string;
}

const VICTIMS: readonly Victim[] = [
  { args: ["list"], hasEnded: true, steps: FINISHING },
  { args: ["logs", "victim"], hasEnded: true, steps: FINISHING },
  {
    args: ["stop", "-t", "5", "victim"],
    hasEnded: false,
    // The first update is reconciling, which says that it runs; the second says that it is being stopped.
    steps: ["store.update#2", "containers.stop", "containers.wait", ...FINISHING.map(third)],
    tells: "containers.stop",
  },
  {
    args: ["kill", "victim"],
    hasEnded: false,
    steps: ["containers.signal", "containers.wait", "store.update#2"],
    tells: "containers.signal",
  },
  { args: ["clean"], hasEnded: true, steps: ["containers.remove", "store.sweep"] },
];

/** Nobody has told the engine, so the command goes on, whatever the record says. */
const UNTOLD = { ...AFTERMATHS["goes on"], next: expect.stringMatching(/^(running|stopping)$/) };
/** By SIGTERM or SIGKILL. */
const TOLD = expect.stringMatching(/^exited 1(37|43)$/);
const TERMINATED = { next: TOLD, end: TOLD, left: [], log: expect.stringMatching(/^\d+ bytes$/) };

const isFull = (process.env["MOAT_TEST_FULL"] ?? "") !== "";

const CASES = VICTIMS.flatMap(({ steps, tells, ...victim }) => {
  const told = tells === undefined ? steps.length : steps.indexOf(tells);
  const outcomeAt = (isTold: boolean) => (victim.hasEnded ? AFTERMATHS.ended : isTold ? TERMINATED : UNTOLD);
  return steps
    .flatMap((step, index) => [
      { ...victim, point: `before:${step}`, outcome: outcomeAt(index > told) },
      { ...victim, point: `after:${step}`, outcome: outcomeAt(index >= told) },
    ])
    .filter(({ args }) => isFull || args[0] !== "logs");
});

describe.concurrent("a command that is killed by SIGKILL", () => {
  it.for(CASES)("moat $args.0, $point", async ({ args, hasEnded, point, outcome }) => {
    await using box = await Box.open();
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
    if (hasEnded) await endWork(box);
    const failpoint = new Failpoint(box, point);
    const command = box.start(args, { env: failpoint.env });
    await failpoint.kill();
    await command.ended;
    expect(await aftermath(box)).toEqual(outcome);
  });

  it("moat wait, before:containers.wait: running", async () => {
    await using box = await Box.open();
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
    const failpoint = new Failpoint(box, "before:containers.wait");
    const command = box.start(["wait", "victim"], { env: failpoint.env });
    await failpoint.kill();
    await command.ended;
    expect(await aftermath(box)).toEqual(AFTERMATHS["goes on"]);
  });

  it.for([
    ["before:store.remove", AFTERMATHS.ended],
    ["after:store.remove", AFTERMATHS.nothing],
  ] as const)("moat remove, %s", async ([point, outcome]) => {
    await using box = await Box.open();
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
    await endWork(box);
    const failpoint = new Failpoint(box, point);
    const command = box.start(["remove", "victim"], { env: failpoint.env });
    await failpoint.kill();
    await command.ended;
    expect(await aftermath(box)).toEqual(outcome);
  });

  it("moat logs --follow", async () => {
    await using box = await Box.open();
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
    const follower = box.start(["logs", "--follow", "victim"]);
    await until("it follows", () => follower.stderr.endsWith("1500\n"));
    follower.kill("SIGKILL");
    await follower.ended;
    expect(await aftermath(box)).toEqual(AFTERMATHS["goes on"]);
  });
});

describe("a log that is read while the run is finished and its container removed", () => {
  it.for([
    ["before:containers.inspect", "logs", "victim"],
    ["before:streams.logs", "logs", "victim"],
    ["before:streams.logs", "logs", "--follow", "victim"],
  ])("%s: moat %s has every byte", async ([point = "", ...args]) => {
    await using box = await Box.open();
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
    const failpoint = new Failpoint(box, point);
    const reader = box.start(args, { env: failpoint.env });
    await failpoint.reached();
    await finish(box);
    await failpoint.letGo();
    const { code, stdout, stderr } = await reader.ended;
    expect({ code, isWhole: stdout.equals(OUTPUT.stdout), stderr }).toEqual({
      code: 0,
      isWhole: true,
      stderr: OUTPUT.stderr,
    });
  });

  it("a slow reader gets the rest from the record", async () => {
    await using box = await Box.open();
    const script = "head -c 8000000 /dev/zero | tr '\\0' x; echo; while [ ! -e go ]; do sleep 0.05; done; echo end";
    await box.moat(["run", "-d", "-n", "victim", "--", "sh", "-c", script]);
    const reader = box.startUnread(["logs", "--follow", "victim"]);
    const { stdout } = reader.child;
    if (stdout === null) throw new Error("no standard output");
    await once(stdout, "readable");
    await finish(box);
    const said = await text(stdout);
    expect({ length: said.length, end: said.slice(-6), code: (await reader.ended).code }).toEqual({
      length: 8_000_005,
      end: "x\nend\n",
      code: 0,
    });
  });
});

/** Lets the run of a box end, and another moat finish it. */
async function finish(box: Box): Promise<void> {
  await endWork(box);
  await box.json(["list"]);
  await until("another has removed it", async () => (await box.states()).length === 0);
}

function third(step: string): string {
  return step === "store.update" ? "store.update#3" : step;
}
