import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";

const BYTES = Uint8Array.from({ length: 2048 }, (_, n) => (n * 7) % 256);
const COUNT = 'for n in 1 2 3 4 5; do echo "out $n"; echo "err $n" >&2; sleep 0.05; done';
const WAITS = "while [ ! -e /workspace/go ]; do sleep 0.1; done";

describe("logs", () => {
  it("are the bytes of an ended run, stdout and stderr apart, also without an engine", async () => {
    await using box = await Box.open();
    const script = `cat; ${COUNT}; printf 'no newline'`;
    const run = await box.moat(["run", "-n", "done", "--", "sh", "-c", script], { input: BYTES });
    const logs = await box.moat(["logs", "done"], { env: { DOCKER_HOST: `unix://${box.directory}/none.sock` } });
    expect(run.stdout.length).toBeGreaterThan(BYTES.length);
    expect(logs.stdout.equals(run.stdout)).toBe(true);
    expect({ code: logs.code, stderr: logs.stderr }).toEqual({ code: 0, stderr: run.stderr });
  });

  it("are there while the run lives, and follow it to its end", async () => {
    await using box = await Box.open();
    await box.moat(["run", "-d", "-n", "live", "--", "sh", "-c", `${COUNT}; ${WAITS}; echo last`]);
    const follow = box.start(["logs", "-f", "live"]);
    await follow.says("out 5\n");
    const now = await box.moat(["logs", "live"]);
    expect(now.stdout.toString()).toBe("out 1\nout 2\nout 3\nout 4\nout 5\n");
    expect(now.stderr).toBe("err 1\nerr 2\nerr 3\nerr 4\nerr 5\n");
    expect((await box.moat(["logs", "--tail", "0", "live"])).stdout.toString()).toBe("");
    await box.write("go", "");
    const { code, stdout } = await follow.ended;
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: `${now.stdout.toString()}last\n` });
    expect(await box.json(["list"])).toEqual([]);
  });

  it.for([true, false])("--tail counts the last lines (ended: %s)", async (ended) => {
    await using box = await Box.open();
    const script = `seq 1 1000; ${ended ? "" : WAITS}`;
    const run = box.start(["run", "-n", "counted", "--", "sh", "-c", script]);
    await run.says("\n1000\n");
    if (ended) await run.ended;
    const tail = async (lines: string) => (await box.moat(["logs", "--tail", lines, "counted"])).stdout.toString();
    expect(await tail("3")).toBe("998\n999\n1000\n");
    expect(await tail("0")).toBe("");
    expect(await tail("5000")).toBe(`${Array.from({ length: 1000 }, (_, n) => n + 1).join("\n")}\n`);
    await box.write("go", "");
    expect((await run.ended).code).toBe(0);
  });

  it("--json has one object a line", async () => {
    await using box = await Box.open();
    const script = "printf 'text\\n'; sleep 0.1; printf '\\377\\376' >&2";
    await box.moat(["run", "-n", "both", "--", "sh", "-c", script]);
    const { stdout } = await box.moat(["logs", "--json", "both"]);
    const lines = stdout
      .toString()
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      { time: expect.stringMatching(/^20.*Z$/), stream: "stdout", text: "text\n" },
      {
        time: expect.stringMatching(/^20.*Z$/),
        stream: "stderr",
        base64: Buffer.from([0xff, 0xfe]).toString("base64"),
      },
    ]);
  });

  it("of an unknown run is an error that names it", async () => {
    await using box = await Box.fresh();
    const { code, stderr } = await box.moat(["logs", "nobody"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^moat: .*nobody.*\n {2}\S/);
  });

  it("end when their reader goes away", async () => {
    await using box = await Box.open();
    await box.moat(["run", "-d", "-n", "chatty", "--", "sh", "-c", "while :; do echo y; done"]);
    const line = `"${box.program}" logs -f chatty | head -1`;
    expect((await box.startProgram("bash", ["-c", line]).ended).stdout.toString()).toBe("y\n");
    expect((await box.moat(["stop", "-t", "0", "chatty"])).code).toBe(0);
  });
});
