import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));

/** Runs an example in a box, where `node` and `moat` are on the path. */
const run = async (box: Box, program: string, args: readonly string[]) => {
  const { code, stdout, stderr } = await box.startProgram(program, args).ended;
  return { code, stdout: stdout.toString(), stderr };
};

describe("examples", () => {
  it("run a command in a sandbox, with docker-runtime alone", async () => {
    await using box = await Box.open();
    const words = ["debian:bookworm-slim", "sh", "-c", "dmesg | head -n 1; echo oops >&2; exit 7"];
    const { code, stdout, stderr } = await run(box, "node", [
      join(EXAMPLES, "sandboxed-command/sandboxed.ts"),
      ...words,
    ]);
    expect(stdout).toContain("Starting gVisor");
    expect(stderr).toBe("isolation: gvisor by runsc\noops\n");
    expect(code).toBe(7);
  });

  it("check a project by a tool that has run-manager inside, whose runs moat knows", async () => {
    await using box = await Box.open();
    await box.write("README.md", "hello\n");
    const tool = join(EXAMPLES, "embedded-tool/check-project.ts");
    const { code, stdout } = await run(box, "node", [tool, ".", "sh", "-c", "cat README.md; exit 2"]);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ sandbox: "gvisor", passed: false, output: "hello\n" });
    expect(code).toBe(1);
    expect(await box.json(["list", "--all"])).toMatchObject([{ id: report.run, state: { exitCode: 2 } }]);
  });

  it("run a step of a CI job, which keeps the proof of its isolation", async () => {
    await using box = await Box.open();
    const step = join(EXAMPLES, "ci-job/sandboxed-tests.sh");
    expect(await run(box, step, ["sh", "-c", 'echo "CI=$CI"; exit 3'])).toEqual({
      code: 3,
      stdout: "CI=true\n",
      stderr: "",
    });
    expect(JSON.parse(await readFile(join(box.workspace, "moat-run.json"), "utf8"))).toMatchObject([
      { isolation: { kind: "gvisor", proof: { source: "cached" } }, state: { exitCode: 3 } },
    ]);
  });
});
