import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openSocket } from "./driver/engine.ts";
import { exists } from "./driver/exists.ts";

const ADA = { uid: 4242, gid: 2424 };
const YAML = "dependencies: [git]\n";

describe("git inside", { timeout: 600_000 }, () => {
  let box: Box;
  let closeSocket: () => Promise<void>;
  beforeAll(async () => {
    closeSocket = await openSocket();
  });
  afterAll(() => closeSocket());

  beforeEach(async () => {
    box = await Box.open();
    await writeFile(join(box.home, ".gitconfig"), "[user]\n\tname = Ada\n\temail = ada@example.org\n");
    await box.write("agent.yaml", YAML);
    await box.giveTo(ADA, [box.directory]);
    await git("init", "-q");
    await git("add", "agent.yaml");
    await git("commit", "-qm", "outside");
  });
  afterEach(() => box[Symbol.asyncDispose]());

  /** This machine's git, as the user. */
  async function git(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await box.startProgram("git", ["-C", box.workspace, ...args], { user: ADA }).ended;
    if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}: ${stderr}`);
    return stdout.toString().trim();
  }

  /** Runs a shell script in a workspace, inside. */
  async function inside(workspace: string, lines: readonly string[]) {
    const { code, stdout, stderr } = await box.moat(["run", workspace, "--", "sh", "-c", lines.join("\n")], {
      user: ADA,
    });
    return { code, stdout: stdout.toString(), stderr };
  }

  it("commits under the name that it has outside, unless it is told another", async () => {
    const first = await inside(box.workspace, [
      "echo 1 >one && git add one && git commit -qm one && git config -l --show-scope | grep user",
    ]);
    const told = "system\tuser.name=Ada\nsystem\tuser.email=ada@example.org\n";
    expect(first).toMatchObject({ code: 0, stdout: told });
    const other = await inside(box.workspace, [
      "git config --global user.name Bob && git config user.email bob@example.org",
      "echo 2 >two && git add two && git commit -qm two",
    ]);
    expect(other).toMatchObject({ code: 0 });
    const [ada, bob] = ["Ada ada@example.org", "Bob bob@example.org"];
    expect(await git("log", "--format=%an %ae %cn %ce")).toBe(
      [`${bob} ${bob}`, `${ada} ${ada}`, `${ada} ${ada}`].join("\n"),
    );
  });

  it("reads the repository of somebody else, where git outside would refuse to", async () => {
    const bob = { uid: 4343, gid: 3434 };
    const home = join(box.directory, "bob");
    await mkdir(home);
    await box.giveTo(bob, [home]);
    const options = { user: bob, env: { HOME: home, MOAT_HOME: join(home, "moat") } };
    const outside = await box.startProgram("git", ["-C", box.workspace, "log"], options).ended;
    expect(outside.stderr).toContain("dubious ownership");
    const { code, stdout } = await box.moat(["run", "--", "git", "log", "--format=%s"], options);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: "outside\n" });
  });

  it("works in a worktree, and cannot make the host's git run anything", async () => {
    const [tree, other] = [join(box.directory, "tree"), join(box.directory, "other")];
    for (const path of [tree, other]) await git("worktree", "add", "-q", path);
    await git("pack-refs", "--all");
    const common = join(box.workspace, ".git");
    const before = await readFile(join(common, "config"), "utf8");
    const work = await inside(tree, [
      "set -e",
      "echo 1 >one; git add one; git commit -qm inside",
      "git checkout -q -b more; echo 2 >two; git add two; git commit -qm more; git checkout -q tree; git merge -q more",
      "echo 3 >>two; git stash -q; git stash apply -q; git reset -q --hard",
      "git worktree list | wc -l",
      "git status --short -uno",
    ]);
    expect(work).toMatchObject({ code: 0, stdout: "3\n" });
    expect(await git("log", "--format=%an %s", "tree")).toBe("Ada more\nAda inside\nAda outside");

    const attempts = [
      "echo '#!/bin/sh' >$common/hooks/post-checkout",
      "echo x >>$common/config",
      "git config core.fsmonitor /workspace/x",
      "git config --worktree core.fsmonitor /workspace/x",
      "echo /workspace >$common/commondir",
      // Appended: gVisor's release of July 2024 empties a file of a read-only mount that is opened to be written anew.
      "echo /workspace >>$common/worktrees/other/commondir",
      "rm -rf $common/worktrees/other",
      "mv $common/hooks $common/objects/",
      "mkdir $common/modules",
      "git gc -q",
      "git worktree prune --expire=now; false",
    ].map((line, n) => `(${line}) >/dev/null 2>&1 && echo "attempt ${n} worked"`);
    const tried = await inside(tree, [`common=${common}`, ...attempts, "true"]);
    expect(tried).toMatchObject({ code: 0, stdout: "" });
    expect(await readFile(join(common, "config"), "utf8")).toBe(before);
    expect(await exists(join(common, "commondir"))).toBe(false);
    const listed = await git("worktree", "list", "--porcelain");
    for (const path of [tree, other]) {
      expect(listed).toContain(`worktree ${path}\n`);
      expect(await git("-C", path, "status", "--short", "-uno")).toBe("");
    }
    expect(listed).not.toContain("prunable");
    await git("fsck", "--strict");
  });

  it("does not see what a .git leads to that is no worktree's repository", async () => {
    const [secret, hostile] = [join(box.directory, "secret"), join(box.directory, "hostile")];
    for (const path of [secret, hostile]) await mkdir(path);
    await writeFile(join(secret, "key"), "the key\n");
    await writeFile(join(hostile, ".git"), `gitdir: ${secret}\n`);
    await box.giveTo(ADA, [hostile, secret]);
    const { stdout, stderr } = await inside(hostile, [`cat ${secret}/key; mount | grep -c secret`]);
    expect(stdout).toBe("0\n");
    expect(stderr).toContain(
      `moat: warning: the workspace's .git leads to ${secret}, which is not the repository of a worktree here: git finds no repository inside\n`,
    );
  });
});
