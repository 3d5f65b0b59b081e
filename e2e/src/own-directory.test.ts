import { access, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { refusal } from "./driver/refusal.ts";

describe.for([
  ["under gVisor", []],
  ["without a sandbox", ["--no-sandbox"]],
] as const)("moat's own directory in the workspace, %s", ([, sandbox]) => {
  it("is neither seen, nor written to, nor moved away", async () => {
    await using box = await Box.open();
    const home = join(box.workspace, ".moat");
    const env = { MOAT_HOME: home };
    const script = `ls -A .moat; mv .moat away; rm -rf .moat; echo 'sandbox: none' > .moat/config.yaml; test -d .moat && echo there`;
    const { code, stdout } = await box.moat(["run", ...sandbox, "--", "sh", "-c", script], { env });
    expect({ code, said: stdout.toString() }).toEqual({ code: 0, said: "there\n" });
    expect(await readdir(home)).toEqual(expect.arrayContaining(["installation", "runs"]));
    expect(await readdir(box.workspace)).toEqual([".moat"]);
    await expect(access(join(home, "config.yaml"))).rejects.toThrow("ENOENT");
    expect(await box.json(["list", "--all"], { env })).toMatchObject([{ state: { status: "exited", exitCode: 0 } }]);
  });
});

describe("moat's own directory", () => {
  it("is refused deeper in the workspace, where its parent could be moved away", async () => {
    await using box = await Box.fresh();
    const env = { MOAT_HOME: join(box.workspace, "deep", "moat") };
    const { code, message, hint } = await refusal(box, ["--", "true"], { env });
    expect({ code, message }).toEqual({
      code: "WORKSPACE_INVALID",
      message: expect.stringContaining("lie in one another"),
    });
    expect(hint).toContain("MOAT_HOME");
    expect(await readdir(box.workspace)).toEqual([]);
  });

  it("is refused as a mount", async () => {
    await using box = await Box.open();
    const { code, message } = await refusal(box, ["-m", `${box.directory}:/all:ro`, "--", "true"]);
    expect({ code, message }).toEqual({
      code: "MOUNT_INVALID",
      message: expect.stringContaining("moat's own directory"),
    });
  });
});

describe("agent.yaml, which a run can write,", () => {
  it("mounts nothing outside of the workspace without a word, by a link neither", async () => {
    await using box = await Box.open();
    const keys = join(box.home, ".ssh");
    await mkdir(keys);
    await mkdir(join(box.workspace, "data"));
    await box.write("agent.yaml", "mounts: ['./data:/data']\n");
    const before = await box.moat(["run", "--", "sh", "-c", "rmdir data && ln -s ../home/.ssh data"]);
    expect([before.code, before.stderr]).toEqual([0, ""]);
    for (const words of [["--dry-run"], ["--dry-run", "--json"], ["--", "ls", "/data"]]) {
      const { code, stderr } = await box.moat(["run", ...words]);
      const warning = `moat: warning: agent.yaml mounts ${keys}, outside the workspace, at /data (writable)\n`;
      expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: warning });
    }
  });
});
