import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppleUser, appleUser } from "./testing/apple-user.ts";

let user: AppleUser;

beforeAll(async () => {
  user = await appleUser();
});
afterAll(async () => user[Symbol.asyncDispose]());

// Each `moat` is a process, and so is each call of the program: on a busy machine that takes its time.
describe("moat on Apple's container", { timeout: 300_000 }, () => {
  it("runs a command in the workspace: its input, its output, its exit code, and nothing left", async () => {
    await writeFile(join(user.workspace, "file"), "of the workspace\n");
    const script = "cat file; cat; echo to-stderr >&2; exit 7";
    const { code, stdout, stderr } = await user.moat(["run", "--", "sh", "-c", script], "from stdin\n");
    expect({ code, stdout, stderr }).toEqual({
      code: 7,
      stdout: "of the workspace\nfrom stdin\n",
      stderr: "to-stderr\n",
    });
    expect(user.fake.containers()).toEqual([]);
  });

  it("ends with 127 for a program that is missing, and with 128+n for a signal", async () => {
    expect((await user.moat(["run", "--", "no-such-program"])).code).toBe(127);
    expect((await user.moat(["run", "--", "sh", "-c", "kill -9 $$"])).code).toBe(137);
  });

  it("passes SIGTERM and SIGINT to the command", async () => {
    for (const [signal, code] of [
      ["SIGTERM", 21],
      ["SIGINT", 22],
    ] as const) {
      const script = "trap 'exit 21' TERM; trap 'exit 22' INT; echo ready; while :; do sleep 1; done";
      const run = user.start(["run", "--", "sh", "-c", script]);
      await run.says("ready");
      run.child.kill(signal);
      expect((await run.ended).code).toBe(code);
    }
    expect(user.fake.containers()).toEqual([]);
  });

  it("starts in the background, lists, attaches, executes, reads and stops", async () => {
    const script = "echo started; trap 'echo bye; exit 3' TERM; while :; do echo tick; sleep 1; done";
    const started = await user.moat(["run", "-d", "-n", "nightly", "--", "sh", "-c", script]);
    expect(started).toMatchObject({ code: 0, stdout: expect.stringMatching(/^run_[0-9a-f]{12}\n$/) });
    const follow = user.start(["logs", "--follow", "nightly"]);
    await follow.says("started");

    const attached = user.start(["attach", "--no-stdin", "nightly"]);
    await attached.says("tick");
    expect((await user.moat(["list"])).stdout).toMatch(/^nightly +run_\S+ +running +\S+ +vm /m);
    const executed = await user.moat(["exec", "nightly", "--", "sh", "-c", "cat; echo inside; exit 4"], "given ");
    expect(executed).toMatchObject({ code: 4, stdout: "given inside\n" });

    const stopped = await user.moat(["stop", "--time", "30", "nightly"]);
    expect(stopped).toMatchObject({ code: 0, stdout: "nightly\n" });
    expect(await attached.ended).toMatchObject({ code: 3, stdout: expect.stringMatching(/bye\n$/) });
    const all = /^started\n(tick\n)+bye\n$/;
    expect(await follow.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(all) });
    expect((await user.moat(["logs", "nightly"])).stdout).toMatch(all);
    expect((await user.moat(["list", "--all"])).stdout).toMatch(/^nightly +run_\S+ +exited \(3\)/m);
    expect(user.fake.containers()).toEqual([]);
  });

  it("survives a moat that is killed: the command goes on, and the next one brings it home", async () => {
    const run = user.start([
      "run",
      "-n",
      "orphan",
      "--",
      "sh",
      "-c",
      "echo ready; read -r line; sleep 1; echo end; exit 5",
    ]);
    await run.says("ready");
    run.child.kill("SIGKILL");
    await run.ended;
    const { stdout } = await user.moat(["logs", "--follow", "orphan"]);
    expect(stdout).toBe("ready\nend\n");
    expect((await user.moat(["list", "--all"])).stdout).toMatch(/^orphan +run_\S+ +exited \(5\)/m);
    expect(user.fake.containers()).toEqual([]);
  });

  it("never warns of a missing gVisor, and says once that --no-sandbox has no effect", async () => {
    const { code, stderr } = await user.moat(["run", "--no-sandbox", "--", "true"]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "moat: warning: --no-sandbox has no effect on Apple's containers: each is a virtual machine\n",
    });
    const status = await user.moat(["status"]);
    expect(status.stdout).toMatch(/^engine +apple 1\.2\.2 at /m);
    expect(status.stdout).not.toContain("gvisor");
  });

  it("fails with 125 where Apple's container is not there, with the reason and what to do", async () => {
    const { code, stderr } = await user.moat(["run", "--", "true"], "", { PATH: "/nonexistent" });
    expect(code).toBe(125);
    expect(stderr).toMatch(/Apple container runtime not available: it needs a Mac with Apple silicon/);
    user.fake.setDaemon({ status: "unregistered" });
    const stopped = await user.moat(["run", "--", "true"]);
    user.fake.setDaemon({ status: "running" });
    expect(stopped.code).toBe(125);
    expect(stopped.stderr).toMatch(
      /Apple container runtime not available: it is installed, and its service is not running\./,
    );
    expect(stopped.stderr).toContain("container system start");
  });
});
