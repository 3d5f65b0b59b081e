import { describe, expect, it } from "vitest";
import { logOf } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { removeAll } from "./driver/engine.ts";
import { Failpoint } from "./driver/failpoint.ts";
import { until } from "./driver/until.ts";
import { WORK, placeWork } from "./driver/work.ts";

/** What `docker rm -f` at a point leads to. */
interface Row {
  readonly point: string;
  readonly code: number;
  /** What moat says beside the command. */
  readonly says: RegExp;
  readonly state: object;
  readonly log: string;
}

const FAILED = { code: 125, says: /^moat: Could not \w+ .*No such container/m, log: "0 bytes" };
const EXITED = { code: 3, state: { status: "exited", exitCode: 3 } };
const NOTHING = /^((?!moat: )[\s\S])*$/;

const ROWS: readonly Row[] = [
  // It is attached to while it is made: whether that was done shows only at the start.
  {
    ...FAILED,
    point: "after:containers.create",
    state: { status: "failed", phase: expect.stringMatching(/^(?:create|start)$/) },
  },
  { ...FAILED, point: "before:containers.start", state: { status: "failed", phase: "start" } },
  {
    ...FAILED,
    point: "before:store.update#2",
    says: /^moat: Somebody removed the container of the run victim/m,
    state: { status: "lost" },
  },
  { ...EXITED, point: "after:containers.wait", says: NOTHING, log: "whole" },
  { ...EXITED, point: "before:store.update#3", says: NOTHING, log: "whole" },
  { ...EXITED, point: "before:containers.remove", says: NOTHING, log: "whole" },
];

describe.concurrent("a container that somebody else removes", () => {
  it.for(ROWS)("$point: moat ends with $code", async ({ point, says, state, log, ...row }) => {
    await using box = await Box.open();
    await placeWork(box);
    if (row.code === 3) await box.write("go", "");
    const failpoint = new Failpoint(box, point);
    const run = box.start(["run", "-n", "victim", "--", ...WORK], { env: failpoint.env });
    await failpoint.reached();
    await removeAll(await box.leftovers());
    await failpoint.letGo();
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toEqual({ code: row.code, stderr: expect.stringMatching(says) });
    expect(await box.json(["list", "--all"])).toMatchObject([{ name: "victim", state }]);
    expect(await box.json(["list"])).toEqual([]);
    expect(await logOf(box)).toBe(log);
  });

  it("while it runs in the background: whoever follows it ends, and the run is lost", async () => {
    await using box = await Box.open();
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
    const follower = box.start(["logs", "--follow", "victim"]);
    await until("it follows", () => follower.stderr.endsWith("1500\n"));
    await removeAll(await box.leftovers());
    expect((await follower.ended).code).toBe(0);
    expect(await box.json(["list", "--all"])).toMatchObject([{ name: "victim", state: { status: "lost" } }]);
    expect((await box.moat(["run", "-n", "victim", "--", "true"])).code).toBe(0);
  });

  it("while it is being stopped: stop says so, and the run is lost", async () => {
    await using box = await Box.open();
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "victim", "--", ...WORK]);
    const stopper = new Failpoint(box, "before:containers.stop");
    const stop = box.start(["stop", "victim"], { env: stopper.env });
    await stopper.reached();
    await removeAll(await box.leftovers());
    await stopper.letGo();
    const { code, stderr } = await stop.ended;
    // It does not run, which is what was asked for.
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^moat: warning: somebody removed the container of the run victim/),
    });
    expect(await box.json(["list", "--all"])).toMatchObject([{ name: "victim", state: { status: "lost" } }]);
    expect(await logOf(box)).toBe("0 bytes");
  });
});
