import { describe, expect, it } from "vitest";
import { expectWholeLog } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { removeAll } from "./driver/engine.ts";
import { Failpoint } from "./driver/failpoint.ts";
import { until } from "./driver/until.ts";
import { WORK, placeWork } from "./driver/work.ts";

// What `docker rm -f` at the point leads to: moat's exit code, what it says, and what the record says afterwards.
const PHASES: readonly (readonly [point: string, code: number, says: RegExp, state: object])[] = [
  ["after:containers.create", 125, /^moat: .*No such container/, { status: "failed", phase: "create" }],
  ["before:containers.start", 125, /^moat: .*No such container/, { status: "failed", phase: "start" }],
  ["before:store.update#2", 125, /^moat: Somebody removed the container of the run victim/m, { status: "lost" }],
  ["before:streams.logs", 3, /the output of the run victim is lost: somebody removed/, { status: "exited", exitCode: 3 }],
  ["before:store.update#3", 3, /^((?!moat: )[\s\S])*$/, { status: "exited", exitCode: 3 }],
  ["before:containers.remove", 3, /^((?!moat: )[\s\S])*$/, { status: "exited", exitCode: 3 }],
];

describe.concurrent("a container that somebody else removes", () => {
  it.for(PHASES)("%s: moat ends with %i", async ([point, expected, says, state]) => {
    await using box = await Box.open();
    await placeWork(box);
    if (expected === 3) await box.write("go", "");
    const failpoint = new Failpoint(box, point);
    const run = box.start(["run", "-n", "victim", "--", ...WORK], { env: failpoint.env });
    await failpoint.reached();
    await removeAll(await box.leftovers());
    await failpoint.letGo();
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toEqual({ code: expected, stderr: expect.stringMatching(says) });
    expect(await box.json(["list", "--all"])).toMatchObject([{ name: "victim", state }]);
    expect(await box.json(["list"])).toEqual([]);
    if (point === "before:containers.remove") await expectWholeLog(box, "foreground", "victim");
  });

  it("while it runs in the background: whoever follows it ends, and the run is lost", async () => {
    await using box = await Box.open();
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
    const follower = box.start(["logs", "--follow", "victim"]);
    await until("it follows", () => follower.stderr.endsWith("1500\n"));
    const stopper = new Failpoint(box, "before:containers.stop");
    const stop = box.start(["stop", "victim"], { env: stopper.env });
    await stopper.reached();
    await removeAll(await box.leftovers());
    await stopper.letGo();
    expect((await follower.ended).code).toBe(0);
    const { code, stderr } = await stop.ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^moat: Somebody removed the container/) });
    expect(await box.json(["list", "--all"])).toMatchObject([{ name: "victim", state: { status: "lost" } }]);
    const logs = await box.moat(["logs", "victim"]);
    expect({ ...logs, stdout: logs.stdout.toString() }).toMatchObject({ code: 0, stdout: "" });
    expect((await box.moat(["run", "-n", "victim", "--", "true"])).code).toBe(0);
  });
});
