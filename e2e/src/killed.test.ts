import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { until } from "./driver/until.ts";

const WAITS = "echo before; echo e >&2; while [ ! -e /workspace/go ]; do sleep 0.1; done; echo after; exit 3";

describe("a moat that is killed", () => {
  it("loses nothing: the run goes on, and the next moat knows how it ended", async () => {
    await using box = await Box.open();
    const run = box.start(["run", "-n", "survivor", "--", "sh", "-c", WAITS]);
    await run.says("before");
    run.kill("SIGKILL");
    await run.ended;
    expect(await box.json(["list"])).toMatchObject([{ name: "survivor", state: { status: "running" } }]);
    await box.write("go", "");
    await until("the run has ended", async () => {
      const live = await box.json(["list"]);
      return Array.isArray(live) && live.length === 0;
    });
    expect(await box.json(["list", "--all"])).toMatchObject([
      { name: "survivor", state: { status: "exited", exitCode: 3 }, finishedAt: expect.stringMatching(/^20/) },
    ]);
    expect(await box.leftovers()).toEqual([]);
    const { stdout, stderr } = await box.moat(["logs", "survivor"]);
    expect({ stdout: stdout.toString(), stderr }).toEqual({ stdout: "before\nafter\n", stderr: "e\n" });
  });

  it("leaves no half-made run, whenever it is killed", async () => {
    await using box = await Box.open();
    // From before the record to after the start, on a fast machine and on a slow one.
    for (let n = 0; n < 8; n += 1) {
      const run = box.start(["run", "-d", "-n", `victim-${n}`, "--", "true"]);
      const killer = setTimeout(() => run.kill("SIGKILL"), 200 + n * 150);
      await run.ended;
      clearTimeout(killer);
    }
    await until("all is settled", async () => {
      const live = await box.json(["list"]);
      return Array.isArray(live) && live.length === 0 && (await box.leftovers()).length === 0;
    });
    for (const run of asArray(await box.json(["list", "--all"])))
      expect(run).toMatchObject({ state: { status: expect.stringMatching(/^(exited|failed)$/) } });
  });

  it("of two runs at once with one name, one wins", async () => {
    await using box = await Box.open();
    const both = [1, 2].map(() => box.start(["run", "-d", "-n", "only", "--", "sleep", "60"]).ended);
    const ended = await Promise.all(both);
    expect(new Set(ended.map(({ code }) => code))).toEqual(new Set([0, 125]));
    expect(ended.map(({ stderr }) => stderr).join("")).toContain("The name only belongs to the live run");
    expect(await box.leftovers()).toHaveLength(1);
    expect((await box.moat(["stop", "-t", "0", "only"])).code).toBe(0);
  });
});

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
