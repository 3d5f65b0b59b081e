import { describe, expect, it } from "vitest";
import { AFTERMATHS, type Outcome, aftermath } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { Failpoint } from "./driver/failpoint.ts";
import { MODES, type Mode, startRun } from "./driver/modes.ts";
import { WORK, placeWork } from "./driver/work.ts";

// Every call of `moat run` to the record store and to the engine that changes something, or that waits for the engine, in
// order; and what becomes of the run when moat is killed before the call, and after it.
type Step = readonly [step: string, before: Outcome, after: Outcome];

const BEGIN: readonly Step[] = [
  ["store.installation", "nothing", "nothing"],
  ["store.create", "nothing", "failed"],
  ["containers.create", "failed", "failed"],
];
const ATTACH: Step = ["streams.attach", "failed", "failed"];
const START: readonly Step[] = [
  ["store.update", "failed", "failed"],
  ["containers.start", "failed", "goes on"],
  ["store.update#2", "goes on", "goes on"],
];
const END: readonly Step[] = [
  ["store.update#3", "ended", "ended"],
  ["containers.remove", "ended", "ended"],
  ["store.settle", "ended", "ended"],
];

// Of a screen only the engine has all that was written; the output of a run in the foreground is kept as it comes, and its end is waited
// for since before its start.
const STEPS: Readonly<Record<Mode, readonly Step[]>> = {
  detached: [...BEGIN, ...START],
  foreground: [...BEGIN, ATTACH, ["containers.wait", "failed", "ended"], ...START, ...END],
  interactive: [
    ...BEGIN,
    ATTACH,
    ...START,
    ["containers.wait", "ended", "ended"],
    ["streams.logs", "ended", "ended"],
    ...END,
  ],
};

/** Calls that only look. */
const LOOKS = /\.(?:read\w*|find|list|liveIds|isClaimed|logPath|ping|inspect)(?:#\d+)?$/;

/** Between a run in the foreground and an interactive one there is a difference only while the terminal is at hand. */
const isForFull = (mode: Mode, step: string) =>
  mode === "interactive" &&
  !["streams.attach", "containers.start", "containers.wait", "streams.logs", "store.settle"].includes(step);

const isFull = (process.env["MOAT_TEST_FULL"] ?? "") !== "";

const CASES = MODES.flatMap((mode) =>
  STEPS[mode]
    .filter(([step]) => isFull || !isForFull(mode, step))
    .flatMap(([step, before, after]) => [
      { mode, point: `before:${step}`, outcome: before },
      { mode, point: `after:${step}`, outcome: after },
    ]),
);

describe.concurrent("moat run, killed by SIGKILL", () => {
  it.for(CASES)("$mode, $point: $outcome", async ({ mode, point, outcome }) => {
    await using box = await Box.open();
    await placeWork(box);
    if (outcome === "ended") await box.write("go", "");
    const failpoint = new Failpoint(box, point);
    const run = await startRun(box, mode, { name: "victim", command: WORK, env: failpoint.env });
    await failpoint.kill();
    await run.ended;
    expect(await aftermath(box, mode)).toEqual(AFTERMATHS[outcome]);
  });
});

describe("the steps of moat run", () => {
  it.for(MODES)("%s: are those that are tested above", async (mode) => {
    await using box = await Box.open();
    const failpoint = new Failpoint(box, "");
    const run = await startRun(box, mode, { name: "traced", command: ["true"], env: failpoint.env });
    await run.ended;
    const reached = await failpoint.points();
    expect(reached.filter((point) => point.startsWith("before:") && !LOOKS.test(point))).toEqual(
      STEPS[mode].map(([step]) => `before:${step}`),
    );
    if (mode === "detached") await box.moat(["stop", "-t", "0", "traced"]);
  });
});
