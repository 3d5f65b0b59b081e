import { mkdir, readdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asRoot } from "./driver/as-root.ts";
import { endWork, logOf } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { Failpoint } from "./driver/failpoint.ts";
import { until } from "./driver/until.ts";
import { WORK, placeWork } from "./driver/work.ts";

describe("a disk that is full", () => {
  it("before the run: a clear error, and nothing is left", async () => {
    await using box = await Box.fresh();
    await using disk = await smallDisk(box);
    await box.moat(["run", "--", "true"]);
    const before = await readdir(join(box.moatHome, "runs"));
    await disk.fill();
    const { code, stderr, stdout } = await box.moat(["run", "--", "true"]);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 125, stdout: "" });
    expect(stderr).toMatch(/^moat: moat's directory .* is on a disk that is full\.\n {2}Free some space/);
    expect(await box.leftovers()).toEqual([]);
    expect(await readdir(join(box.moatHome, "runs"))).toEqual(before);
    expect((await box.moat(["list"])).code).toBe(0);
  });

  it("during the run: the output came through, and nothing is lost", async () => {
    await using box = await Box.fresh();
    await using disk = await smallDisk(box);
    const script = "echo ready; while [ ! -e go ]; do sleep 0.1; done; head -c 100000 /dev/zero; exit 3";
    const run = box.start(["run", "-n", "late", "--", "sh", "-c", script]);
    await run.says("ready");
    await disk.fill();
    await box.write("go", "");
    const { code, stdout, stderr } = await run.ended;
    expect({ code, bytes: stdout.length }).toEqual({ code: 3, bytes: 100_006 });
    expect(stderr).toMatch(/disk that is full/);
    await disk.free();
    await until("the run is finished", async () => JSON.stringify(await box.json(["list"])) === "[]");
    expect(await box.json(["list", "--all"])).toMatchObject([
      { name: "late", state: { status: "exited", exitCode: 3 } },
    ]);
    expect((await box.moat(["logs", "late"])).stdout.equals(stdout)).toBe(true);
  });

  it.for(["before:store.update", "before:store.update#2"])(
    "%s: a clear error, and the run is undone",
    async (point) => {
      await using box = await Box.fresh();
      await using disk = await smallDisk(box);
      const failpoint = new Failpoint(box, point);
      const run = box.start(["run", "-n", "half", "--", "sleep", "1000"], { env: failpoint.env });
      await failpoint.reached();
      await disk.fill();
      await failpoint.letGo();
      const { code, stderr } = await run.ended;
      expect({ code, stderr }).toEqual({
        code: 125,
        stderr: expect.stringMatching(/^moat: moat's directory .* full\.$/m),
      });
      expect(await box.leftovers()).toEqual([]);
      const listed = await box.moat(["list"]);
      expect({ code: listed.code, stderr: listed.stderr }).toEqual({
        code: 0,
        stderr: expect.stringContaining("full"),
      });
      await disk.free();
      expect(await box.json(["list", "--all"])).toMatchObject([{ name: "half", state: { status: "failed" } }]);
      expect(await box.json(["list"])).toEqual([]);
    },
  );

  it("when a run in the background ends: it waits, whole, until there is room", async () => {
    await using box = await Box.fresh();
    await using disk = await smallDisk(box);
    await placeWork(box);
    await box.moat(["run", "-d", "-n", "waiting", "--", ...WORK]);
    await disk.fill();
    await endWork(box);
    for (const command of ["list", "status"]) {
      const { code, stderr } = await box.moat([command]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/could not finish .* full/) });
    }
    expect(await box.states()).toEqual(["exited"]);
    await disk.free();
    expect(await box.json(["list", "--all"])).toMatchObject([{ state: { status: "exited", exitCode: 3 } }]);
    expect(await logOf(box)).toBe("whole");
    expect(await box.leftovers()).toEqual([]);
  });
});

/** Puts a MOAT_HOME on a file system of its own that is small. */
async function smallDisk(box: Box): Promise<AsyncDisposable & { fill(): Promise<void>; free(): Promise<void> }> {
  const home = box.moatHome;
  await mkdir(home, { mode: 0o700 });
  const owner = `uid=${process.geteuid?.() ?? 0},gid=${process.getegid?.() ?? 0}`;
  await asRoot("mount", "-t", "tmpfs", "-o", `size=1m,mode=700,${owner}`, "tmpfs", home);
  const filler = join(home, "filler");
  return {
    async fill() {
      const { bavail, bsize } = await statfs(home);
      await writeFile(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rm(filler, { force: true }),
    async [Symbol.asyncDispose]() {
      // The box looks for its installation afterwards.
      const installation = join(box.directory, "installation");
      try {
        await asRoot("cp", "-p", join(home, "installation"), installation);
      } finally {
        await asRoot("umount", home);
      }
      await asRoot("cp", "-p", installation, join(home, "installation"));
    },
  };
}
