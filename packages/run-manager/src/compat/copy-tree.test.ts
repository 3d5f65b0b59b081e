import { execFileSync } from "node:child_process";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { copyTree } from "./copy-tree.ts";

const { signal } = new AbortController();
let directory = "";
let source = "";
let target = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "moat-copy-"));
  source = join(directory, "source");
  target = join(directory, "target");
  await mkdir(source);
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
});

const copy = (given: Partial<Parameters<typeof copyTree>[2]> = {}) =>
  copyTree(source, target, { limitBytes: 1_000, leaveOut: join(directory, "nothing"), signal, ...given });

describe("copyTree", () => {
  it("copies files, directories and links with their modes and times", async () => {
    await mkdir(join(source, ".git", "hooks"), { recursive: true });
    await writeFile(join(source, ".git", "hooks", "run"), "#!/bin/sh\n", { mode: 0o755 });
    await writeFile(join(source, "secret é"), "x");
    await symlink("/etc/passwd", join(source, "out"));
    await symlink("nowhere", join(source, "dangling"));
    await chmod(join(source, "secret é"), 0o400);
    await utimes(join(source, "secret é"), 1_000_000, 2_000_000);
    await utimes(join(source, ".git"), 1_000_000, 3_000_000);
    expect(await copy()).toEqual({ bytes: 11, skipped: [] });
    expect(await readFile(join(target, ".git", "hooks", "run"), "utf8")).toBe("#!/bin/sh\n");
    expect((await lstat(join(target, ".git", "hooks", "run"))).mode & 0o7777).toBe(0o755);
    const secret = await lstat(join(target, "secret é"));
    expect({ mode: secret.mode & 0o7777, time: secret.mtimeMs }).toEqual({ mode: 0o400, time: 2_000_000_000 });
    expect((await lstat(join(target, ".git"))).mtimeMs).toBe(3_000_000_000);
    expect(await readlink(join(target, "out"))).toBe("/etc/passwd");
    expect(await readlink(join(target, "dangling"))).toBe("nowhere");
  });

  it("leaves the source as it was", async () => {
    await writeFile(join(source, "a"), "one");
    await copy();
    await writeFile(join(target, "a"), "two");
    expect(await readFile(join(source, "a"), "utf8")).toBe("one");
  });

  it("tells what cannot be copied, and copies the rest", async () => {
    execFileSync("/usr/bin/env", ["mkfifo", join(source, "pipe")]);
    const server = createServer().listen(join(source, "socket"));
    onTestFinished(() => void server.close());
    await mkdir(join(source, "d"));
    await writeFile(join(source, "d", "good"), "x");
    const { skipped } = await copy();
    expect(skipped).toEqual(["pipe", "socket"]);
    expect(await readFile(join(target, "d", "good"), "utf8")).toBe("x");
  });

  it("leaves out a directory wherever it is, so that a home is never copied into itself", async () => {
    const home = join(source, "a", ".moat");
    await mkdir(home, { recursive: true });
    await writeFile(join(home, "record"), "x".repeat(2_000));
    await copyTree(source, join(home, "copy"), { limitBytes: 1_000, leaveOut: home, signal });
    expect(await readdir(join(home, "copy", "a"))).toEqual([]);
  });

  it("stops at the limit", async () => {
    await writeFile(join(source, "a"), "x".repeat(600));
    await writeFile(join(source, "b"), "x".repeat(600));
    await expect(copy()).rejects.toMatchObject({ code: "WORKSPACE_TOO_LARGE", details: { limitBytes: 1_000 } });
  });

  it("stops when it is told to", async () => {
    await writeFile(join(source, "a"), "x");
    await expect(copy({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  });
});
