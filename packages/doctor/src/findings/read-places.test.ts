import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMachine, readProcesses } from "./read-machine.ts";
import { readDisk, readPath } from "./read-path.ts";
import { readProgram } from "./read-program.ts";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "moat-doctor-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function program(name: string, script: string, mode = 0o755): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, mode);
  return path;
}

describe("readProgram", () => {
  it("reads what it prints, and nothing of what it says on the side", async () => {
    const path = await program("good", 'echo "runsc version $1"; echo noise >&2; exit 3');
    expect(await readProgram(path)).toEqual({ path, state: "runs", output: "runsc version --version\n" });
  });

  it("knows one that is missing, one that may not run and one that says nothing", async () => {
    const missing = join(directory, "missing");
    const plain = await program("plain", "true", 0o644);
    const silent = await program("silent", "true");
    expect(await readProgram(missing)).toMatchObject({ state: "missing" });
    expect(await readProgram(plain)).toMatchObject({ state: "not-executable" });
    expect(await readProgram(directory)).toMatchObject({ state: "not-executable" });
    expect(await readProgram(join(plain, "below"))).toMatchObject({ state: "missing" });
    expect(await readProgram(silent)).toMatchObject({ state: "silent" });
    expect(await readProgram("moat-no-such-program")).toMatchObject({ state: "silent" });
  });

  it("does not wait for one that hangs, or for what it has started", async () => {
    // Longer than any test may take: whoever waits for it fails.
    expect(await readProgram(await program("hangs", "sleep 600"))).toMatchObject({ state: "silent" });
    const child = await program("child", "echo early; sleep 600 & exec sleep 600");
    expect(await readProgram(child)).toMatchObject({ state: "runs", output: "early\n" });
  });

  it("gives it none of the caller's variables", async () => {
    const { output } = await readProgram(await program("env", "env"));
    expect(output).not.toContain("HOME=");
  });
});

describe("readPath", () => {
  it("tells a directory, a file, a socket and nothing apart", async () => {
    const file = await program("file", "", 0o640);
    const socket = join(directory, "s");
    const server = createServer().listen(socket);
    await new Promise((resolve) => {
      server.once("listening", resolve);
    });
    expect(await readPath(directory)).toMatchObject({
      kind: "present",
      isDirectory: true,
      isWritable: true,
      mode: 0o700,
    });
    expect(await readPath(file)).toMatchObject({ kind: "present", isDirectory: false, mode: 0o640 });
    expect(await readPath(socket)).toMatchObject({ kind: "present", isDirectory: false });
    expect(await readPath(join(directory, "none"))).toEqual({ kind: "missing", path: join(directory, "none") });
    expect(await readPath(join(file, "below"))).toMatchObject({ kind: "denied" });
    server.close();
  });
});

describe("readDisk", () => {
  it("asks the file system that a path would be on", async () => {
    const path = join(directory, "not", "yet");
    const disk = await readDisk("home", path);
    expect(disk).toMatchObject({ of: "home", path });
    expect(disk.space?.freeBytes).toBeGreaterThan(0);
  });

  it("says nothing of what it cannot look at", async () => {
    expect(await readDisk("engine", join(await program("f", ""), "below"))).toMatchObject({ space: undefined });
  });
});

describe("this machine", () => {
  it("has this process in its table", async () => {
    const own = (await readProcesses()).find(({ pid }) => pid === process.pid);
    expect(own?.args.length).toBeGreaterThan(0);
  });

  it("is described", async () => {
    const machine = await readMachine({ platform: "linux", arch: "x64", uid: 1 });
    expect(machine).toMatchObject({ platform: "linux", arch: "x64", uid: 1 });
    expect(machine.kernel).not.toBe("");
  });
});
