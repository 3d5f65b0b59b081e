import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { docker, openSocket } from "./driver/engine.ts";
import { until } from "./driver/until.ts";

/** What is built here is small: Debian's mirror and every hook's layer cost time. */
const HOOKS = (line: string) => `hooks:
  post_build_root: |
    echo "it's root: $(id -u) $HOME" > /made-by-root
    chmod 644 /made-by-root
  post_build: |
    #!/bin/sh
    # as you, in your home
    ${line}
    pwd >~/where
`;

async function layersOf(image: string): Promise<readonly string[]> {
  const [layers = "[]"] = await docker(["inspect", "--format", "{{json .RootFS.Layers}}", image]);
  const parsed: readonly string[] = JSON.parse(layers);
  return parsed;
}

async function imageOf(box: Box, run: string, user: { uid: number; gid: number }): Promise<string> {
  const { stdout } = await box.moat(["inspect", run, "--json"], { user });
  return /"image": "(moat-image:[0-9a-f]+)"/.exec(stdout.toString())?.[1] ?? "";
}

describe("an image that moat builds", () => {
  it("has what agent.yaml lists, is built once, and only anew from where it changed", async () => {
    await openSocket();
    await using box = await Box.open();
    const user = { uid: 5000, gid: 5001 };
    await box.giveTo(user, [box.home, box.workspace, box.moatHome]);
    // Of this test only, so that no other run of it has built the same.
    const yaml = (line: string) => `dependencies: [jq]\n${HOOKS(`${line} # ${box.directory}`)}`;
    await box.write("agent.yaml", yaml("echo one >~/one"));
    const script = "jq --version; cat /made-by-root; cat ~/where ~/one; pwd; id -u; id -un";
    const first = await box.moat(["run", "-n", "first", "--", "sh", "-ec", script], { user });
    expect(first.stderr).toMatch(/^moat: building: \d+\/\d+ RUN .*post_build$/m);
    const home = "/home/uid-5000";
    const expected = ["jq-1.6", "it's root: 0 /root", home, "one", "/workspace", "5000", "uid-5000", ""];
    expect(first.stdout.toString().split("\n")).toEqual(expected);
    const second = await box.moat(["run", "-n", "second", "--", "jq", "-n", "1"], { user });
    expect({ code: second.code, stdout: second.stdout.toString(), stderr: second.stderr }).toEqual({
      code: 0,
      stdout: "1\n",
      stderr: "",
    });

    const lock = join(box.workspace, "agent.lock");
    expect(await readFile(lock, "utf8")).toMatch(/^images:\n  debian:bookworm-slim: sha256:[0-9a-f]{64}\n$/m);
    expect(await stat(lock)).toMatchObject({ uid: 5000, gid: 5001 });

    await box.write("agent.yaml", yaml("echo two >~/one"));
    const third = await box.moat(["run", "--frozen", "-n", "third", "--", "sh", "-c", "cat ~/one"], { user });
    expect(third.stdout.toString()).toBe("two\n");
    const before = await layersOf(await imageOf(box, "first", user));
    const after = await layersOf(await imageOf(box, "third", user));
    expect(after).toHaveLength(before.length);
    // The script and what it did: the last two layers.
    expect(after.slice(0, -2)).toEqual(before.slice(0, -2));
    expect(after.at(-1)).not.toBe(before.at(-1));
    for (const name of ["first", "third"]) await docker(["rmi", "-f", await imageOf(box, name, user)]);
  });

  it("is not there when a step fails: one error, with what the step said last", async () => {
    await using box = await Box.open();
    await box.write(
      "agent.yaml",
      "hooks:\n  post_build_root: |\n    echo about to fail\n    false\n    echo not reached\n",
    );
    const images = await docker(["images", "-q", "moat-image"]);
    const { code, stdout, stderr } = await box.moat(["run", "--", "true"]);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 125, stdout: "" });
    expect(stderr).toMatch(/^moat: The step .*post_build_root.* failed: it ended with exit code 1\.$/m);
    expect(stderr).toContain("about to fail");
    expect(stderr).not.toContain("not reached");
    expect(await docker(["images", "-q", "moat-image"])).toEqual(images);
    expect(await box.leftovers()).toEqual([]);
    expect(await box.json(["list", "--all"])).toEqual([]);
  });

  it("is refused, with its place in the file, where nothing can be built", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", "dependencies:\n  - gti\n  - node@22\n  - node@24\n");
    for (const args of [
      ["run", "--", "true"],
      ["run", "--dry-run"],
      ["config", "validate"],
    ]) {
      const { code, stderr } = await box.moat(args);
      expect(code).toBe(args[0] === "run" ? 125 : 1);
      expect(stderr).toMatch(
        /agent\.yaml:2:5: There is no dependency gti\.[\s\S]*Did you mean `git`\?[\s\S]*agent\.yaml:4:5: /,
      );
    }
    await box.write("agent.yaml", "base_image: busybox:latest\ndependencies: [git]\n");
    const other = await box.moat(["run", "-d", "--json", "--", "true"]);
    expect(JSON.parse(other.stdout.toString())).toMatchObject({ error: { code: "BASE_IMAGE_UNSUITABLE" } });
  });

  it("is not left behind by Ctrl-C, nor is its build", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", "hooks:\n  post_build_root: sleep 1000\n");
    const process = box.start(["run", "--", "true"]);
    await until("the hook runs", () => /building: .*RUN .*post_build_root/.test(process.stderr));
    process.kill("SIGINT");
    expect((await process.ended).code).toBe(130);
    expect(await box.json(["list", "--all"])).toEqual([]);
  });
});

describe("hooks.pre_run", () => {
  it("runs before the command, beside its streams, and stops the run when it fails", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", "hooks:\n  pre_run: |\n    pwd; whoami\n    cat\n    exit $PRE\n");
    const good = await box.moat(["run", "-e", "PRE=0", "--", "sh", "-c", "cat; exit 7"], { input: "typed\n" });
    expect({ code: good.code, stdout: good.stdout.toString() }).toEqual({ code: 7, stdout: "typed\n" });
    expect(good.stderr).toContain("/workspace\n");
    const bad = await box.moat(["run", "-e", "PRE=3", "--", "echo", "never"]);
    expect({ code: bad.code, stdout: bad.stdout.toString() }).toEqual({ code: 3, stdout: "" });
    expect(bad.stderr).toContain("moat: hooks.pre_run ended with exit code 3; the command was not run\n");
  });
});
