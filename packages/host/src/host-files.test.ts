import { execFile, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inspectPath } from "./inspect-path.ts";
import { readConfigFile } from "./read-config-file.ts";
import { readLockFile } from "./read-lock-file.ts";
import { readHostFacts } from "./read-host-facts.ts";
import { resolveWorkspace } from "./resolve-workspace.ts";

const run = promisify(execFile);
const isRoot = process.geteuid?.() === 0;

let directory: string;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), "moat host ")));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

function module(name: string): string {
  return JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));
}

/** Evaluates an expression over this package's modules, as another user where we are root. */
async function asOrdinaryUser(expression: string): Promise<string> {
  const script = `
    import { inspectPath } from ${module("inspect-path.ts")};
    import { readConfigFile } from ${module("read-config-file.ts")};
    import { resolveWorkspace } from ${module("resolve-workspace.ts")};
    if (process.geteuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
    const describe = (error) => error.code + ": " + error.message;
    console.log(await (async () => ${expression})().catch(describe));`;
  const flags = ["--no-warnings", "--experimental-strip-types", "--input-type=module", "-e", script];
  return (await run(process.execPath, flags)).stdout.trimEnd();
}

describe("resolveWorkspace", () => {
  it("gives one identity to one directory", async () => {
    const real = join(directory, "a: b\nü");
    await mkdir(real);
    await symlink(real, join(directory, "link"));
    for (const path of ["link", "./link/", join(directory, "link", "..", "link"), real]) {
      expect(await resolveWorkspace(path, directory)).toBe(real);
    }
    expect(await resolveWorkspace(".", real)).toBe(real);
  });

  it.each([
    ["", 'The workspace "" is empty.'],
    ["missing", "The workspace missing does not exist."],
    ["dangling", "The workspace dangling does not exist."],
    ["file", "The workspace file is not a directory."],
    ["file/below", "The workspace file/below is not a directory."],
    ["loop", "The workspace loop cannot be used."],
    ["a\0b", 'The workspace "a\\u0000b" has a NUL byte in it.'],
    ["new\nline", 'The workspace "new\\nline" does not exist.'],
    ["/", "The workspace / is the root of this machine."],
    ["root", "The workspace root is the root of this machine."],
    ["x".repeat(300), `The workspace ${"x".repeat(300)} cannot be used.`],
  ])("refuses %j", async (path, message) => {
    await writeFile(join(directory, "file"), "");
    await symlink("/", join(directory, "root"));
    await symlink("nowhere", join(directory, "dangling"));
    await symlink("loop", join(directory, "loop"));
    const error: unknown = await resolveWorkspace(path, directory).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "WORKSPACE_INVALID", message });
    expect(error).toHaveProperty("hint", expect.stringMatching(/\.$|ls$/));
  });

  it("refuses what this user may not enter, or not read", async () => {
    await chmod(directory, 0o755);
    for (const mode of [0o000, 0o644, 0o711]) {
      const path = join(directory, `mode-${mode}`);
      await mkdir(path);
      await mkdir(join(path, "below"));
      await chmod(path, isRoot ? mode : mode & 0o077);
      expect(await asOrdinaryUser(`await resolveWorkspace(${JSON.stringify(path)}, "/")`)).toBe(
        `WORKSPACE_INVALID: The workspace ${path} cannot be entered by this user.`,
      );
      await chmod(path, 0o755);
    }
  });
});

describe("readConfigFile", () => {
  it("has nothing for a workspace without one", async () => {
    expect(await readConfigFile(directory)).toBeUndefined();
  });

  it.each(["agent.yaml", "moat.yaml"])("gives the bytes of %s", async (file) => {
    await writeFile(join(directory, file), Buffer.from([0xff, 0, 10]));
    const found = await readConfigFile(directory);
    expect(found).toMatchObject({ file, path: join(directory, file) });
    expect([...(found?.bytes ?? [])]).toEqual([0xff, 0, 10]);
  });

  it("follows a link, and gives nothing for an empty file but its name", async () => {
    await writeFile(join(directory, "elsewhere"), "");
    await symlink("elsewhere", join(directory, "agent.yaml"));
    expect((await readConfigFile(directory))?.bytes).toHaveLength(0);
  });

  it("refuses both names at once", async () => {
    await writeFile(join(directory, "agent.yaml"), "");
    await writeFile(join(directory, "moat.yaml"), "");
    await expect(readConfigFile(directory)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: `${directory} has both agent.yaml and moat.yaml.`,
    });
  });

  it("refuses what is no readable file, without waiting or reading it", async () => {
    const file = join(directory, "agent.yaml");
    const refusal = async (): Promise<unknown> => {
      const error: unknown = await readConfigFile(directory).catch((caught: unknown) => caught);
      await rm(file, { recursive: true });
      return error;
    };
    await mkdir(file);
    expect(await refusal()).toMatchObject({ code: "CONFIG_UNREADABLE", message: "agent.yaml is a directory." });
    await run("mkfifo", [file]);
    expect(await refusal()).toMatchObject({ code: "CONFIG_UNREADABLE", message: "agent.yaml is not a regular file." });
    await symlink("nowhere", file);
    expect(await refusal()).toMatchObject({ message: "agent.yaml is a link that leads nowhere." });
    await symlink("/dev/zero", file);
    expect(await refusal()).toMatchObject({ message: "agent.yaml is not a regular file." });
    await writeFile(file, "");
    await truncate(file, 10 * 1024 * 1024 + 1);
    expect(await refusal()).toMatchObject({ code: "CONFIG_UNREADABLE", message: "agent.yaml is larger than 10 MiB." });
    const server = createServer().listen(file);
    await new Promise((resolve) => server.once("listening", resolve));
    const socket = await refusal();
    server.close();
    expect(socket).toMatchObject({ code: "CONFIG_UNREADABLE", message: "agent.yaml cannot be opened." });
  });

  it("refuses one that this user may not read", async () => {
    await chmod(directory, 0o755);
    await writeFile(join(directory, "agent.yaml"), "name: x\n", { mode: 0o000 });
    expect(await asOrdinaryUser(`await readConfigFile(${JSON.stringify(directory)})`)).toBe(
      "CONFIG_UNREADABLE: agent.yaml cannot be opened.",
    );
  });
});

describe("readLockFile", () => {
  it("gives the bytes of agent.lock, and nothing where there is none", async () => {
    expect(await readLockFile(directory)).toBeUndefined();
    await writeFile(join(directory, "agent.lock"), "x");
    expect(await readLockFile(directory)).toMatchObject({ file: "agent.lock", path: join(directory, "agent.lock") });
  });

  it("refuses a link, whatever it leads to, and what is no lock by its size", async () => {
    const file = join(directory, "agent.lock");
    await writeFile(join(directory, "elsewhere"), "");
    await symlink("elsewhere", file);
    const refusal = { code: "LOCK_INVALID", message: "agent.lock is a symbolic link." };
    await expect(readLockFile(directory)).rejects.toMatchObject(refusal);
    await rm(file);
    await writeFile(file, "");
    await truncate(file, 256 * 1024 + 1);
    const tooLarge = { code: "LOCK_INVALID", message: "agent.lock is larger than 256 KiB." };
    await expect(readLockFile(directory)).rejects.toMatchObject(tooLarge);
  });
});

describe("inspectPath", () => {
  it("tells what is there", async () => {
    await writeFile(join(directory, "file"), "");
    await symlink("file", join(directory, "link"));
    await run("mkfifo", [join(directory, "pipe")]);
    expect(inspectPath(directory)).toEqual({ kind: "directory", realPath: directory });
    expect(inspectPath(join(directory, "link"))).toEqual({ kind: "file", realPath: join(directory, "file") });
    expect(inspectPath(join(directory, "pipe")).kind).toBe("other");
    expect(inspectPath("/dev/null").kind).toBe("other");
    for (const path of ["missing", "file/below", "a\0b"]) {
      expect(inspectPath(join(directory, path))).toEqual({ kind: "missing", realPath: join(directory, path) });
    }
  });

  it("tells what this user may not look at", async () => {
    const inside = join(directory, "closed");
    await mkdir(inside);
    await chmod(directory, 0o755);
    await chmod(inside, 0o000);
    const path = join(inside, "x");
    expect(await asOrdinaryUser(`JSON.stringify(inspectPath(${JSON.stringify(path)}))`)).toBe(
      JSON.stringify({ kind: "denied", realPath: path }),
    );
  });
});

describe("readHostFacts", () => {
  it("reads this process", () => {
    const facts = readHostFacts();
    expect(facts).toMatchObject({ platform: process.platform, arch: process.arch, cwd: process.cwd() });
    expect(facts.effectiveUser).toMatchObject({ uid: process.geteuid?.(), gid: process.getegid?.() });
    expect(facts.effectiveUser.home).toMatch(/^\//);
    expect(homedir()).toMatch(/^\//);
    expect(facts.env["PATH"]).toBe(process.env["PATH"]);
  });

  it("knows the null device from other input", () => {
    const script = `
      import { readHostFacts } from ${module("read-host-facts.ts")};
      console.log(readHostFacts().inputIsNull);`;
    const flags = ["--no-warnings", "--experimental-strip-types", "--input-type=module", "-e", script];
    const said = (stdin: "ignore" | "pipe") =>
      spawnSync(process.execPath, flags, { stdio: [stdin, "pipe", "inherit"], encoding: "utf8" }).stdout;
    expect([said("ignore"), said("pipe")]).toEqual(["true\n", "false\n"]);
  });

  it("does without a current directory and without an entry for the user", async () => {
    const script = `
      import { rmdirSync } from "node:fs";
      import { readHostFacts } from ${module("read-host-facts.ts")};
      rmdirSync(process.cwd());
      if (process.geteuid() === 0) { process.setgid(54321); process.setuid(54321); }
      const { cwd, effectiveUser, inputIsNull, terminal } = readHostFacts();
      console.log(JSON.stringify({ cwd, effectiveUser, inputIsNull, terminal }));`;
    const cwd = join(directory, "gone");
    await mkdir(cwd);
    const flags = ["--no-warnings", "--experimental-strip-types", "--input-type=module", "-e", script];
    const { stdout } = await run(process.execPath, flags, { cwd, env: { PWD: cwd, HOME: "/somewhere" } });
    const facts: unknown = JSON.parse(stdout);
    expect(facts).toMatchObject({ cwd, inputIsNull: false, terminal: { stdin: false, stdout: false, stderr: false } });
    const nobody = { uid: 54_321, gid: 54_321, name: "uid-54321", home: "/somewhere" };
    expect(facts).toMatchObject({ effectiveUser: isRoot ? nobody : { uid: process.geteuid?.() } });
  });
});
