import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readHostFacts } from "../read-host-facts.ts";
import { NO_GIT } from "./git-facts.ts";
import { parseIdentity } from "./read-identity.ts";
import { readGit } from "./read-git.ts";

const run = promisify(execFile);

let home: string;
let main: string;
let tree: string;

async function git(...args: readonly string[]): Promise<void> {
  const env = { HOME: home, PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1" };
  await run("git", ["-c", "user.name=Eve", "-c", "user.email=eve@example.org", ...args], { env });
}

/** As this machine, with a home of the test's own. */
function host(env: Readonly<Record<string, string>> = {}) {
  const facts = readHostFacts();
  return { ...facts, user: facts.effectiveUser, env: { ...facts.env, HOME: home, XDG_CONFIG_HOME: home, ...env } };
}

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "moat git ")));
  main = join(home, "main");
  tree = join(home, "a-tree");
  await git("init", "-q", main);
  await git("-C", main, "commit", "-q", "--allow-empty", "-m", "one");
  await git("-C", main, "worktree", "add", "-q", tree);
});

afterEach(() => rm(home, { recursive: true, force: true }));

describe("readGit", () => {
  it("has nothing to tell of a directory without a repository, and asks nobody", async () => {
    await writeFile(join(home, ".gitconfig"), "[user]\nname = Ada\n");
    await mkdir(join(main, "below"));
    expect(await readGit(join(main, "below"), host())).toEqual(NO_GIT);
  });

  it("tells the identity that git would: the workspace's own over the user's, with what they include", async () => {
    await writeFile(
      join(home, ".gitconfig"),
      `[user]\nname = Ada\nemail = ada@example.com\n[includeIf "gitdir:${main}/"]\npath = work\n`,
    );
    await writeFile(join(home, "work"), "[user]\nemail = ada@work.example\n");
    expect((await readGit(main, host())).identity).toEqual({ name: "Ada", email: "ada@work.example" });
    await git("-C", main, "config", "user.name", 'A "\\ B\tü');
    expect((await readGit(main, host())).identity).toEqual({ name: 'A "\\ B\tü', email: "ada@work.example" });
    expect((await readGit(tree, host())).identity.name).toBe('A "\\ B\tü');
  });

  it("does without a git, and without a setting", async () => {
    expect((await readGit(main, host())).identity).toEqual({ name: "", email: "" });
    await git("-C", main, "config", "user.name", "Ada");
    expect((await readGit(main, host({ PATH: "/nowhere" }))).identity).toEqual({ name: "", email: "" });
  });

  it("runs nothing that the workspace brings or names", async () => {
    const mark = join(home, "mark");
    const script = `#!/bin/sh\ntouch "${mark}"\n`;
    for (const name of ["git", "program"]) await writeFile(join(main, name), script, { mode: 0o755 });
    const program = join(main, "program");
    for (const key of [
      "core.fsmonitor",
      "core.sshCommand",
      "core.pager",
      "pager.config",
      "alias.config",
      "core.editor",
    ])
      await git("-C", main, "config", key, key.startsWith("alias") ? `!'${program}'` : `'${program}'`);
    await git("-C", main, "config", "core.hooksPath", main);
    const PATH = `.:${main}:${process.env["PATH"] ?? ""}`;
    await readGit(main, host({ PATH, GIT_PAGER: program, GIT_DIR: "/nowhere", GIT_CONFIG_GLOBAL: "/nowhere" }));
    await expect(readFile(mark)).rejects.toThrow("ENOENT");
  });

  it("follows a worktree to its repository", async () => {
    const admin = join(main, ".git", "worktrees", "a-tree");
    const expected = {
      kind: "worktree",
      pointer: admin,
      backPointer: join(tree, ".git"),
      commonDir: join(main, ".git"),
      name: "a-tree",
      writable: ["objects", "refs", "logs"],
    };
    const facts = await readGit(tree, host());
    expect(facts.repository).toEqual(expected);
    expect(new Set(facts.owners)).toEqual(new Set([process.geteuid?.()]));
    await writeFile(join(tree, ".git"), "gitdir: ../main/.git/worktrees/a-tree\n");
    await writeFile(join(admin, "gitdir"), "../../../../a-tree/.git\n");
    const relative = { pointer: "../main/.git/worktrees/a-tree", backPointer: "../../../../a-tree/.git" };
    expect((await readGit(tree, host())).repository).toEqual({ ...expected, ...relative });
    expect((await readGit(main, host())).repository).toEqual({ kind: "inside" });
  });

  it.each([
    ["a directory of the machine", () => "/etc"],
    ["the repository itself", () => join(main, ".git")],
    ["one that is not there", () => join(main, ".git", "worktrees", "none")],
  ])("does not believe a pointer to %s", async (_what, to) => {
    await writeFile(join(tree, ".git"), `gitdir: ${to()}\n`);
    expect((await readGit(tree, host())).repository).toEqual({ kind: "astray", to: to() });
  });

  it("does not believe another directory that names somebody's worktree", async () => {
    const other = join(home, "other");
    await mkdir(other);
    const admin = join(main, ".git", "worktrees", "a-tree");
    await writeFile(join(other, ".git"), `gitdir: ${admin}\n`);
    expect((await readGit(other, host())).repository).toEqual({ kind: "astray", to: admin });
  });

  it("does not believe a repository that a run could have made", async () => {
    // The shape of one, in the workspace, where links lead out of it.
    const made = join(tree, "made", "worktrees", "x");
    await mkdir(made, { recursive: true });
    await writeFile(join(made, "gitdir"), join(tree, ".git"));
    await writeFile(join(made, "commondir"), "../..");
    for (const name of ["objects", "refs"]) await symlink("/etc", join(tree, "made", name));
    await writeFile(join(tree, ".git"), "gitdir: made/worktrees/x\n");
    expect((await readGit(tree, host())).repository).toEqual({ kind: "inside" });
  });

  it.each(["commondir", "gitdir"])("does not believe a worktree whose %s leads elsewhere", async (name) => {
    const admin = join(main, ".git", "worktrees", "a-tree");
    await writeFile(join(admin, name), "/etc\n");
    expect((await readGit(tree, host())).repository).toEqual({ kind: "astray", to: admin });
  });

  it("gives nothing that links lead out of the repository to", async () => {
    await rename(join(main, ".git", "logs"), join(home, "logs"));
    await symlink("/etc", join(main, ".git", "logs"));
    expect((await readGit(tree, host())).repository).toMatchObject({ writable: ["objects", "refs"] });
    await rename(join(main, ".git", "objects"), join(home, "objects"));
    await symlink(join(home, "objects"), join(main, ".git", "objects"));
    expect((await readGit(tree, host())).repository).toMatchObject({ kind: "astray" });
  });

  it("never waits for a pipe, and does without what it may not read", async () => {
    await rm(join(tree, ".git"));
    await run("mkfifo", [join(tree, ".git")]);
    expect((await readGit(tree, host())).repository).toEqual({ kind: "inside" });
    await rm(join(tree, ".git"));
    await writeFile(join(tree, ".git"), "\0\xff nothing");
    await chmod(join(tree, ".git"), 0o000);
    expect((await readGit(tree, host())).repository).toEqual({ kind: "inside" });
  });
});

describe("parseIdentity", () => {
  it("takes the last of several values", () => {
    expect(parseIdentity("user.name\nAda\0user.email\n\0user.name\nA\nB\0")).toEqual({ name: "A\nB", email: "" });
    expect(parseIdentity("")).toEqual({ name: "", email: "" });
    expect(parseIdentity("user.name\0")).toEqual({ name: "", email: "" });
  });
});
