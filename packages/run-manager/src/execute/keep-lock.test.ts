import { mkdtempSync } from "node:fs";
import { chmod, lstat, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { formatLock, parseLock } from "@moat/config";
import { readLockFile } from "@moat/host";
import type { InMemoryImage } from "@moat/runtime-testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { planRun } from "../plan-run.ts";
import { newRunId } from "../run-id.ts";
import { START, runScene } from "../testing/run-scene.ts";
import { type PlanCase, samplePlanInput } from "../testing/sample-plan-input.ts";
import { startRun } from "./start-run.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const debian = { id: digest("1"), digest: digest("a"), files: { "/etc/debian_version": "12.1\n" } };
const node = (letter: string) => ({ id: digest(letter), digest: digest(letter) });
const YAML = "dependencies: [claude-code]";
const LOCK = {
  dependencies: { "claude-code": "2.1.328", node: "24" },
  images: { "debian:bookworm-slim": digest("a"), "node:24-slim": digest("b") },
};

/** A workspace on disk, an engine in memory, and a way to run there. */
function scene() {
  const workspace = mkdtempSync(join(tmpdir(), "moat-lock-"));
  onTestFinished(() => rm(workspace, { recursive: true, force: true }));
  const pullable: Record<string, InMemoryImage> = {
    "debian:bookworm-slim": debian,
    "node:24-slim": node("b"),
    "mine:1": node("c"),
  };
  const { context, runtime, recorded } = runScene({ pullable, images: { "mine:dev": {} } });
  const file = join(workspace, "agent.lock");
  let made = 0;
  const run = async (given: PlanCase = {}) => {
    made += 1;
    const found = given.lock === undefined ? await readLockFile(workspace) : undefined;
    const input = samplePlanInput({
      yaml: YAML,
      ...(found === undefined ? {} : { lock: Buffer.from(found.bytes).toString() }),
      ...given,
      user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
      request: { command: ["exit", "0"], detach: true, ...given.request },
      workspace,
      places: { [workspace]: { kind: "directory", realPath: workspace } },
    });
    const identity = { ...input.identity, id: newRunId(), candidateName: `run-${made}` };
    const before = runtime.engine.calls.length;
    const { record } = await startRun(context, planRun({ ...input, identity }), START);
    return { record, calls: runtime.engine.calls.slice(before).filter((call) => call.startsWith("images.")) };
  };
  const content = async () => {
    const { dependencies, images } = parseLock(await readFile(file), { file });
    return { dependencies, images };
  };
  return { workspace, file, pullable, runtime, recorded, run, content };
}

describe("agent.lock", () => {
  it("is written by the first run, with the usual mode and nothing beside it; the second changes nothing", async () => {
    const { run, workspace, file, content, recorded } = scene();
    const first = await run();
    expect(await content()).toEqual(LOCK);
    expect(await readFile(file, "utf8")).toBe(formatLock(LOCK));
    expect(((await stat(file)).mode & 0o777) | process.umask()).toBe(0o666 | process.umask());
    expect(await readdir(workspace)).toEqual(["agent.lock"]);
    await writeFile(file, `# mine\n${formatLock(LOCK)}`);
    const { ino, mtimeMs } = await stat(file);
    const second = await run();
    expect(second.calls).toEqual(["images.inspect"]);
    expect(second.record.image).toBe(first.record.image);
    expect(await stat(file)).toMatchObject({ ino, mtimeMs });
    expect(recorded.warnings).toEqual([]);
  });

  it("takes part of what moved with it, and gets what was added to agent.yaml", async () => {
    const { run, content } = scene();
    await run();
    await run({ yaml: "dependencies: [claude-code, ruff]" });
    const { dependencies, images } = await content();
    expect(dependencies).toMatchObject({ ...LOCK.dependencies, ruff: "0.17.5", python: "3.11" });
    expect(images).toEqual(LOCK.images);
    await run({ yaml: "dependencies: [git]" });
    expect(await content()).toEqual({ dependencies: {}, images: { "debian:bookworm-slim": digest("a") } });
  });

  it("brings the image that it names, whatever a tag stands for by now", async () => {
    const { run, runtime, pullable, content } = scene();
    const first = await run();
    // The registry still has the old content, under another tag only.
    pullable["node:24-slim"] = node("f");
    pullable["node:24.0-slim"] = node("b");
    await runtime.images.pull("node:24-slim");
    expect((await run({ yaml: `${YAML}\nhooks: {post_build: a}` })).record.imageId).not.toBe(first.record.imageId);
    expect(await content()).toEqual(LOCK);
    // Nothing has it: neither the engine nor the registry.
    delete pullable["node:24.0-slim"];
    await runtime.images.remove(`node@${digest("b")}`);
    await expect(run({ yaml: `${YAML}\nhooks: {post_build: b}` })).rejects.toMatchObject({
      code: "IMAGE_NOT_FOUND",
      hint: "Take the one that there is by now: moat deps update node:24-slim",
    });
    expect(await content()).toEqual(LOCK);
  });

  it("is about an image of one's own, too, which runs by its digest", async () => {
    const { run, runtime, content } = scene();
    const first = await run({ yaml: "base_image: mine:1" });
    expect(await content()).toEqual({ dependencies: {}, images: { "mine:1": digest("c") } });
    const second = await run({ yaml: "base_image: mine:1" });
    expect(second.calls).toEqual(["images.inspect"]);
    expect([first, second].map(({ record }) => [record.image, record.imageId])).toEqual([
      ["mine:1", digest("c")],
      ["mine:1", digest("c")],
    ]);
    expect([...runtime.engine.containers].at(-1)?.spec.image).toBe(`mine@${digest("c")}`);
  });

  it("says nothing of an image that comes from no registry", async () => {
    const { run, file, recorded } = scene();
    await run({ yaml: "base_image: mine:dev" });
    await expect(
      run({ yaml: "base_image: mine:dev", lock: "version: 1", request: { frozen: true } }),
    ).rejects.toMatchObject({ code: "LOCK_STALE", hint: expect.stringContaining("built or imported here") });
    await expect(lstat(file)).rejects.toMatchObject({ code: "ENOENT" });
    expect(recorded.warnings).toEqual([]);
  });

  it("is written from what is remembered when it is gone, without a build", async () => {
    const { run, file, content } = scene();
    await run();
    await rm(file);
    expect((await run()).calls).toEqual(["images.inspect"]);
    expect(await content()).toEqual(LOCK);
  });

  it("is not written by a run that fails before, nor by one without anything to lock", async () => {
    const { run, file, pullable } = scene();
    await run({ yaml: "", machine: "base_image: mine:1" });
    delete pullable["node:24-slim"];
    await expect(run()).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
    await expect(lstat(file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is never written when it is frozen", async () => {
    const { run, file, content } = scene();
    await run();
    const before = await stat(file);
    await run({ request: { frozen: true } });
    expect(await stat(file)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    await expect(run({ yaml: "dependencies: [jq]", request: { frozen: true } })).rejects.toMatchObject({
      code: "LOCK_STALE",
      message: "agent.lock does not fit agent.yaml: nothing needs its claude-code, node, node:24-slim.",
    });
    await expect(
      run({ yaml: `${YAML}\nname: x`, lock: "version: 1", request: { frozen: true } }),
    ).rejects.toMatchObject({
      code: "LOCK_STALE",
      details: { added: ["node@24", "claude-code@2.1.328", "debian:bookworm-slim", "node:24-slim"], removed: [] },
    });
    expect(await content()).toEqual(LOCK);
    await rm(file);
    await expect(run({ request: { frozen: true } })).rejects.toMatchObject({ code: "LOCK_MISSING" });
    await expect(lstat(file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("keeps what somebody else wrote meanwhile", async () => {
    const { run, file, content } = scene();
    const newer = { ...LOCK, dependencies: { "claude-code": "2.1.400", node: "24" } };
    await writeFile(file, formatLock(newer));
    await run({ lock: "version: 1" });
    expect(await content()).toEqual(newer);
  });

  it("is never written through a link, and never over what is damaged: one warning, and the run goes on", async () => {
    const { run, file, workspace, recorded } = scene();
    const outside = mkdtempSync(join(tmpdir(), "moat-outside-"));
    onTestFinished(() => rm(outside, { recursive: true, force: true }));
    await symlink(join(outside, "theirs"), file);
    await run({ lock: "version: 1" });
    expect(recorded.warnings).toEqual(["agent.lock was not written: agent.lock is a symbolic link"]);
    expect(await readdir(outside)).toEqual([]);
    await rm(file);
    await writeFile(file, "<<<<<<< ours\n");
    await run({ lock: "version: 1" });
    expect(recorded.warnings).toHaveLength(2);
    expect(await readFile(file, "utf8")).toBe("<<<<<<< ours\n");
    expect(await readdir(workspace)).toEqual(["agent.lock"]);
  });

  it("is left out where the workspace cannot be written", async () => {
    const { run, file, workspace, recorded } = scene();
    if (process.getuid?.() === 0) await mkdir(file);
    else await chmod(workspace, 0o500);
    await run({ lock: "version: 1" });
    expect(recorded.warnings).toHaveLength(1);
    expect(recorded.warnings[0]).toMatch(/^agent\.lock was not written: /);
    await chmod(workspace, 0o700);
    expect((await readdir(workspace)).filter((name) => name !== "agent.lock")).toEqual([]);
  });
});
