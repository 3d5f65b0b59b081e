import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";

const ARGUMENTS = [
  "",
  " ",
  "two words",
  "it's",
  '"quoted"',
  "new\nline",
  "tab\there",
  "ünï→🦦",
  "-x",
  "--",
  "--help",
  "--no-sandbox",
  "$HOME",
  "`id`",
  "*",
  "back\\slash",
  "%s",
  "a=b",
  "\u0001",
];

const NAMES = [
  "two words",
  "it's",
  '"quoted"',
  "new\nline",
  "ünï→🦦",
  "-dash",
  "--help",
  "co:lon",
  "com,ma=x",
  "back\\slash",
  "*",
];

describe("6: names and arguments pass unchanged", () => {
  it("arguments", async () => {
    await using box = await Box.open();
    const { stdout } = await box.moat(["run", "--", "printf", "%s\\0", ...ARGUMENTS]);
    expect(stdout.toString().split("\0").slice(0, -1)).toEqual(ARGUMENTS);
  });

  it("the command of agent.yaml", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", `command: ${JSON.stringify(["printf", "%s\\0", ...ARGUMENTS.slice(0, -1)])}\n`);
    const { stdout } = await box.moat(["run"]);
    expect(stdout.toString().split("\0").slice(0, -1)).toEqual(ARGUMENTS.slice(0, -1));
  });

  it("values of variables", async () => {
    await using box = await Box.open();
    const flags = ARGUMENTS.flatMap((value, n) => ["-e", `V${n}=${value}`]);
    const read = ARGUMENTS.map((_, n) => `"$V${n}"`).join(" ");
    const { stdout } = await box.moat(["run", ...flags, "--", "sh", "-c", `printf '%s\\0' ${read}`]);
    expect(stdout.toString().split("\0").slice(0, -1)).toEqual(ARGUMENTS);
  });

  it("file names, in both directions", async () => {
    await using box = await Box.open();
    await mkdir(join(box.workspace, "in"));
    for (const name of NAMES) await writeFile(join(box.workspace, "in", name), "");
    const { stdout } = await box.moat(["run", "--", "sh", "-c", "cp -r in out && cd in && printf '%s\\0' *"]);
    expect(stdout.toString().split("\0").slice(0, -1).toSorted()).toEqual(NAMES.toSorted());
    expect((await readdir(join(box.workspace, "out"))).toSorted()).toEqual(NAMES.toSorted());
  });

  it.for(NAMES)("a workspace called %j", async (name) => {
    await using box = await Box.open();
    const workspace = join(box.workspace, name);
    await mkdir(workspace);
    await writeFile(join(workspace, "marker"), "here\n");
    const { code, stdout, stderr } = await box.moat([
      "run",
      workspace,
      "--",
      "sh",
      "-c",
      "pwd; cat marker; touch made",
    ]);
    expect({ code, stdout: stdout.toString(), stderr }).toEqual({ code: 0, stdout: "/workspace\nhere\n", stderr: "" });
    expect(await readdir(workspace)).toContain("made");
  });

  it("a relative workspace, and one behind a link", async () => {
    await using box = await Box.open();
    await mkdir(join(box.workspace, "-dash"));
    const { stdout } = await box.moat(["run", "./-dash", "--dry-run", "--json"]);
    expect(JSON.parse(stdout.toString())).toMatchObject({ workspace: join(box.workspace, "-dash") });
  });

  it("mounts with signs in their sources, read-write and read-only", async () => {
    await using box = await Box.open();
    const source = join(box.directory, 'co:lon, "quote" ünï');
    await mkdir(source);
    await writeFile(join(source, "f"), "mounted\n");
    const mounts = [
      { source, target: "/rw" },
      { source, target: "/with space", mode: "ro" },
    ];
    await box.write("agent.yaml", `mounts: ${JSON.stringify(mounts)}\n`);
    const script = 'cat /rw/f "/with space/f"; touch /rw/made; touch "/with space/no" 2>/dev/null || echo refused';
    const { stdout, stderr } = await box.moat(["run", "--", "sh", "-c", script]);
    const told = (at: string) => `moat: warning: agent.yaml mounts ${source}, outside the workspace, at ${at}\n`;
    expect({ stdout: stdout.toString(), stderr }).toEqual({
      stdout: "mounted\nmounted\nrefused\n",
      stderr: `${told("/rw (writable)")}${told("/with space (read-only)")}`,
    });
    expect((await readdir(source)).toSorted()).toEqual(["f", "made"]);
  });
});
