import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";

describe("1: output and exit codes pass through", () => {
  it("stdout to stdout, stderr to stderr, and the code", async () => {
    await using box = await Box.fresh();
    const { code, stdout, stderr } = await box.moat(["run", "--", "sh", "-c", "echo out; echo err >&2; exit 42"]);
    expect({ code, stdout: stdout.toString(), stderr }).toEqual({ code: 42, stdout: "out\n", stderr: "err\n" });
  });

  it.for<[string, readonly string[], number]>([
    ["true", ["true"], 0],
    ["false", ["false"], 1],
    ["255", ["sh", "-c", "exit 255"], 255],
    ["a program that is not there", ["no-such-program"], 127],
    ["a program that may not be executed", ["/etc/passwd"], 126],
    ["a kill -9 inside", ["sh", "-c", "kill -9 $$"], 137],
    ["a kill -15 inside", ["sh", "-c", "kill -15 $$"], 143],
  ])("%s", async ([, command, expected]) => {
    await using box = await Box.open();
    const { code, stdout } = await box.moat(["run", "--", ...command]);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: expected, stdout: "" });
  });

  it("moat's own errors are 125", async () => {
    await using box = await Box.open();
    expect((await box.moat(["run", "no-such-directory", "--", "true"])).code).toBe(125);
    expect((await box.moat(["run", "--no-such-flag", "--", "true"])).code).toBe(125);
  });

  it("the record says how it ended, and the container is gone", async () => {
    await using box = await Box.open();
    await box.moat(["run", "--name", "ended", "--", "sh", "-c", "kill -9 $$"]);
    const runs = await box.json(["list", "--all"]);
    expect(runs).toMatchObject([
      {
        name: "ended",
        state: { status: "exited", exitCode: 137, signal: "SIGKILL", outOfMemory: false },
      },
    ]);
    expect(await box.leftovers()).toEqual([]);
  });
});
