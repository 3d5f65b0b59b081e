import { release } from "node:os";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { refusal } from "./driver/refusal.ts";

const WARNING = "moat: warning: running without gVisor sandbox - reduced isolation\n";
const GVISOR = /gVisor/;

/** The guest's kernel release, and its log where the guest may read it. */
const KERNEL = ["sh", "-c", "uname -r; dmesg 2>&1"];

describe("2: gVisor by default, the host's kernel without", () => {
  it("runs under gVisor, without a warning", async () => {
    await using box = await Box.fresh();
    const { code, stdout, stderr } = await box.moat(["run", "--", ...KERNEL]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.toString()).toMatch(GVISOR);
    expect(stdout.toString().split("\n")[0]).not.toBe(release());
    expect(await box.json(["list", "--all"])).toMatchObject([{ sandbox: true, isolation: { kind: "gvisor" } }]);
  });

  it.for<[string, string, readonly string[]]>([
    ["--no-sandbox", "", ["--no-sandbox"]],
    ["sandbox: none", "sandbox: none\n", []],
    ["both", "sandbox: none\n", ["--no-sandbox"]],
  ])("%s: the host's kernel, and one warning", async ([, yaml, flags]) => {
    await using box = await Box.fresh();
    await box.write("agent.yaml", yaml);
    const { code, stdout, stderr } = await box.moat(["run", ...flags, "--", ...KERNEL]);
    expect({ code: code === undefined, stderr }).toEqual({ code: false, stderr: WARNING });
    expect(stdout.toString().split("\n")[0]).toBe(release());
    expect(stdout.toString()).not.toMatch(/Starting gVisor/);
    expect(await box.json(["list", "--all"])).toMatchObject([{ sandbox: false }]);
  });

  it("warns in the background, too, and never when nothing is created", async () => {
    await using box = await Box.open();
    const { stdout, stderr } = await box.moat(["run", "-d", "-n", "bare", "--no-sandbox", "--", "sleep", "60"]);
    expect(stdout.toString()).toMatch(/^run_[0-9a-f]{12}\n$/);
    expect(stderr).toBe(WARNING);
    for (const words of [["list"], ["status"], ["logs", "bare"], ["stop", "-t", "0", "bare"]])
      expect((await box.moat(words)).stderr).toBe("");
  });

  it.for(["sandbox:\n", "sandbox: null\n", 'sandbox: ""\n', "name: absent\n"])("%j means the default", async (yaml) => {
    await using box = await Box.open();
    await box.write("agent.yaml", yaml);
    const { stdout, stderr } = await box.moat(["run", "--", ...KERNEL]);
    expect({ stdout: stdout.toString(), stderr }).toEqual({ stdout: expect.stringMatching(GVISOR), stderr: "" });
  });

  it.for(["off", "false", "gvisor", "None", "[]"])("sandbox: %s is an error that names the choice", async (value) => {
    await using box = await Box.fresh();
    await box.write("agent.yaml", `sandbox: ${value}\n`);
    const { code, text } = await refusal(box, ["--", "true"]);
    expect(code).toBe("CONFIG_INVALID");
    expect(text).toMatch(/none/);
  });

  it.for(["--no-sandbox=false", "--no-sandbox=true", "--no-sandbox="])("%s is never an opt-out", async (word) => {
    await using box = await Box.fresh();
    const { code, text } = await refusal(box, [word, "--", "true"]);
    expect(code).toBe("USAGE");
    expect(text).toMatch(/takes no value/);
    expect(text).not.toMatch(/reduced isolation/);
  });

  it("--no-sandbox after -- is the command's", async () => {
    await using box = await Box.open();
    const { stdout } = await box.moat(["run", "--", "sh", "-c", 'echo "$1"; dmesg', "sh", "--no-sandbox"]);
    expect(stdout.toString()).toMatch(/^--no-sandbox\n/);
    expect(stdout.toString()).toMatch(GVISOR);
  });
});
