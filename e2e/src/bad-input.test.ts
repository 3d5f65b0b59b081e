import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asRoot } from "./driver/as-root.ts";
import { Box, type MoatOptions } from "./driver/box.ts";
import { refusal } from "./driver/refusal.ts";

/** What is wrong, the words after `moat run`, the code, and what the text must have in it. */
type Row = readonly [string, readonly string[], string, RegExp, MoatOptions?];

const TRUE = ["--", "true"];

const ROWS: readonly Row[] = [
  ["a path that is not there", ["nowhere", ...TRUE], "WORKSPACE_INVALID", /workspace nowhere does not exist/],
  ["a path that is a file", ["file", ...TRUE], "WORKSPACE_INVALID", /workspace file is not a directory/],
  ["an empty path", ["", ...TRUE], "WORKSPACE_INVALID", /is empty/],
  ["the root of the machine", ["/", ...TRUE], "WORKSPACE_INVALID", /root of this machine/],
  ["-e without a name", ["-e", "=x", ...TRUE], "ENV_INVALID", /environment variable/],
  ["-e with a name with a blank", ["-e", "A B=1", ...TRUE], "ENV_INVALID", /"A B"/],
  ["-e that begins with a digit", ["-e", "1A=1", ...TRUE], "ENV_INVALID", /1A/],
  ["-m of nothing", ["-m", "./gone:/gone", ...TRUE], "MOUNT_INVALID", /workspace\/gone does not exist/],
  ["-m with a wrong mode", ["-m", ".:/m:rx", ...TRUE], "MOUNT_INVALID", /rx/],
  ["-m without a target", ["-m", ".", ...TRUE], "MOUNT_INVALID", /target/],
  ["-m at the workspace", ["-m", ".:/workspace", ...TRUE], "MOUNT_INVALID", /workspace/],
  ["-m of the engine's socket", ["-m", "SOCKET:/s", ...TRUE], "MOUNT_INVALID", /engine's socket/],
  ["a name that is none", ["-n", "No Name", ...TRUE], "NAME_INVALID", /"No Name"/],
  ["an empty program", ["--", ""], "USAGE", /program after -- is an empty string/],
  [
    "a variable against the sandbox",
    TRUE,
    "ENVIRONMENT_INVALID",
    /no variable switches/,
    { env: { MOAT_SANDBOX: "none" } },
  ],
  ["an unknown flag", ["--frobnicate", ...TRUE], "USAGE", /--frobnicate/],
  ["an unknown short flag", ["-z", ...TRUE], "USAGE", /-z/],
  ["a flag without its value", ["--name"], "USAGE", /--name/],
  ["two paths", ["a", "b", ...TRUE], "USAGE", /b/],
  ["a value for a flag that takes none", ["--keep=yes", ...TRUE], "USAGE", /takes no value/],
  ["a grant", ["--grant", "github", ...TRUE], "GRANTS_UNSUPPORTED", /not supported yet: github/],
  ["a short grant", ["-g", "x", ...TRUE], "GRANTS_UNSUPPORTED", /not supported yet/],
  ["an unknown runtime", ["--runtime", "podman", ...TRUE], "RUNTIME_UNKNOWN", /'docker' or 'apple'/],
  ["an unknown MOAT_RUNTIME", TRUE, "RUNTIME_UNKNOWN", /MOAT_RUNTIME.*podman/, { env: { MOAT_RUNTIME: "podman" } }],
  ["a MOAT_HOME that is not absolute", TRUE, "HOME_UNUSABLE", /MOAT_HOME/, { env: { MOAT_HOME: "relative" } }],
];

const FILES: readonly (readonly [string, string, RegExp])[] = [
  ["a list", "- a\n", /agent\.yaml:1:1/],
  ["a tab", "env:\n\tA: b\n", /agent\.yaml:2:1.*\n.*\n?.*\^/s],
  ["an unknown key", "name: x\nsandbxo: none\n", /agent\.yaml:2:1: .*\n.*sandbxo: none\n\s+\| \^+\n.*sandbox/s],
  ["a wrong type", "name: x\nenv:\n  A: [1]\n", /agent\.yaml:3:6: .*\n.*A: \[1\]\n\s+\|\s+\^+\n/s],
  ["what is not closed", 'name: "x\n', /agent\.yaml:\d+:\d+: .*\n.*\^/s],
];

describe("7: bad input is refused in one sentence with a hint, and creates nothing", () => {
  it.concurrent.for(ROWS)("%s", async ([, args, code, pattern, options = {}]) => {
    await using box = await Box.fresh();
    await box.write("file", "");
    const socket = (box.env["DOCKER_HOST"] ?? "").replace("unix://", "");
    const words = args.map((word) => word.replace("SOCKET", socket));
    const answer = await refusal(box, words, options);
    expect(answer.code).toBe(code);
    expect(answer.text).toMatch(pattern);
    await expect(access(box.moatHome)).rejects.toThrow("ENOENT");
  });

  it.concurrent.for(FILES)("an agent.yaml that is malformed: %s", async ([, yaml, pattern]) => {
    await using box = await Box.fresh();
    await box.write("agent.yaml", yaml);
    const { code, text } = await refusal(box, TRUE);
    expect(code).toBe("CONFIG_INVALID");
    expect(text).toMatch(pattern);
    await expect(access(box.moatHome)).rejects.toThrow("ENOENT");
  });

  it("an agent.yaml or a workspace that cannot be read", async () => {
    await using box = await Box.fresh();
    const user = { uid: 4242, gid: 2424 };
    const closed = join(box.workspace, "closed");
    await box.write("agent.yaml", "name: x\n");
    await mkdir(closed);
    await asRoot("chmod", "000", join(box.workspace, "agent.yaml"), closed);
    await asRoot("chown", "0:0", join(box.workspace, "agent.yaml"), closed);
    const file = await refusal(box, TRUE, { user });
    expect(file).toMatchObject({ code: "CONFIG_UNREADABLE", message: "agent.yaml cannot be opened." });
    const directory = await refusal(box, ["closed", ...TRUE], { user });
    expect(directory).toMatchObject({ code: "WORKSPACE_INVALID", message: expect.stringMatching(/cannot be entered/) });
    const mount = await refusal(box, ["closed", "-m", "closed/x:/x", ...TRUE], { user });
    expect(mount.code).toBe("WORKSPACE_INVALID");
  });

  it("an agent.yaml that is a directory, and two of them", async () => {
    await using box = await Box.fresh();
    await mkdir(join(box.workspace, "agent.yaml"));
    expect((await refusal(box, TRUE)).code).toBe("CONFIG_UNREADABLE");
    await mkdir(join(box.workspace, "sub"));
    for (const file of ["agent.yaml", "moat.yaml"]) await writeFile(join(box.workspace, "sub", file), "name: x\n");
    expect((await refusal(box, ["sub", ...TRUE])).code).toBe("CONFIG_INVALID");
  });

  it("a name that is taken", async () => {
    await using box = await Box.open();
    const first = (await box.moat(["run", "-d", "-n", "mine", "--", "sleep", "60"])).stdout.toString().trim();
    const second = await box.moat(["run", "-n", "mine", ...TRUE]);
    expect(second.code).toBe(125);
    expect(second.stderr).toContain(first);
    expect(second.stderr).toContain("moat stop");
    expect(await box.leftovers()).toHaveLength(1);
    expect(await box.json(["list", "--all"])).toMatchObject([{ id: first }]);
    expect((await box.moat(["stop", "-t", "0", "mine"])).code).toBe(0);
    expect((await box.moat(["run", "-n", "mine", ...TRUE])).code).toBe(0);
  });

  it("-e sets, empties, and passes on", async () => {
    await using box = await Box.open();
    const flags = ["-e", "EMPTY=", "-e", "HOST", "-e", "ABSENT", "-e", "SET=a=b c"];
    const script = 'echo "${EMPTY-unset}|$HOST|${ABSENT-unset}|$SET|${SECRET-unset}"';
    const env = { HOST: "from here", SECRET: "stays here", EMPTY: "no" };
    const { stdout } = await box.moat(["run", ...flags, "--", "sh", "-c", script], { env });
    expect(stdout.toString()).toBe("|from here|unset|a=b c|unset\n");
  });

  it("flags after -- are the command's", async () => {
    await using box = await Box.open();
    const words = ["-d", "--name", "x", "--json", "--help", "--version", "-i", "--", "-n"];
    const { code, stdout } = await box.moat(["run", "-n", "mine", "--", "printf", "%s\n", ...words]);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: `${words.join("\n")}\n` });
  });

  it("other commands end with 2 for wrong usage and 1 for the rest", async () => {
    await using box = await Box.fresh();
    const codes = async (...words: string[]) => (await box.moat(words)).code;
    expect(await codes("list", "--frobnicate")).toBe(2);
    expect(await codes("rename")).toBe(2);
    expect(await codes("stop")).toBe(1);
    expect(await codes("logs", "unknown")).toBe(1);
    expect(await codes("frobnicate")).toBe(2);
  });
});
