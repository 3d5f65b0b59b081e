import { mkdtempSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatLock } from "@moat/config";
import { type InMemoryImage, createInMemoryRuntime } from "@moat/runtime-testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { prepareLockUpdate } from "../prepare-lock-update.ts";
import { openRunStore } from "../run-store.ts";
import { samplePlanInput } from "../testing/sample-plan-input.ts";
import { fetchDigest, updateLock } from "./update-lock.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const OLD = {
  dependencies: { "claude-code": "2.1.0", node: "22" },
  images: { "debian:bookworm-slim": digest("a"), "node:22-slim": digest("b") },
};

/** A workspace with a lock, and a way to renew it against a registry. */
async function scene(yaml: string, lock = formatLock(OLD)) {
  const directory = mkdtempSync(join(tmpdir(), "moat-update-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const workspace = join(directory, "workspace");
  await mkdir(workspace);
  await writeFile(join(workspace, "agent.yaml"), yaml);
  await writeFile(join(workspace, "agent.lock"), lock);
  const pullable: Record<string, InMemoryImage> = {
    "debian:bookworm-slim": { digest: digest("1") },
    "node:22-slim": { digest: digest("2") },
    "node:24-slim": { digest: digest("4") },
  };
  const runtime = createInMemoryRuntime({ pullable, images: { "mine:dev": {} } });
  const { host } = samplePlanInput();
  const store = openRunStore(join(directory, "home"));
  const update = async (...names: readonly string[]) => {
    const plan = await prepareLockUpdate({ host, store, path: workspace, version: "1.0.0" }, names);
    const changes = await updateLock(plan, (image) => fetchDigest(runtime, image, {}));
    return changes.map(({ name, before, after }) => [name, before, after].map((text) => text.slice(0, 9)).join(" "));
  };
  return { update, runtime, directory, text: () => readFile(join(workspace, "agent.lock"), "utf8") };
}

describe("an update of agent.lock", () => {
  it("resolves everything anew, and says what changed; the second time nothing does", async () => {
    const { update, text, directory } = await scene("dependencies: [claude-code]\ninteractive: true\n");
    expect(await update()).toEqual([
      "claude-co 2.1.0 2.1.328",
      "node 22 24",
      "debian:bo sha256:aa sha256:11",
      "node:22-s sha256:bb ",
      "node:24-s  sha256:44",
    ]);
    const written = await text();
    expect(written).toBe(
      formatLock({
        dependencies: { "claude-code": "2.1.328", node: "24" },
        images: { "debian:bookworm-slim": digest("1"), "node:24-slim": digest("4") },
      }),
    );
    expect(await update()).toEqual([]);
    expect(await readdir(directory)).toEqual(["workspace"]);
  });

  it("resolves what is named, and a runtime with the image that it comes from", async () => {
    const { update } = await scene("dependencies: [claude-code]");
    expect(await update("claude-code")).toEqual(["claude-co 2.1.0 2.1.328"]);
    expect(await update("debian:bookworm-slim")).toEqual(["debian:bo sha256:aa sha256:11"]);
    expect(await update("node")).toEqual(["node 22 24", "node:22-s sha256:bb ", "node:24-s  sha256:44"]);
  });

  it("renews the image of a runtime that stays at its version", async () => {
    const lock = { dependencies: { node: "24" }, images: { ...OLD.images, "node:24-slim": digest("9") } };
    const { update, runtime } = await scene("dependencies: [node]", formatLock(lock));
    expect(await update("node")).toEqual(["node:22-s sha256:bb ", "node:24-s sha256:99 sha256:44"]);
    expect(runtime.engine.calls).toEqual(["images.pull", "images.inspect"]);
  });

  it("takes away what is named and needed no more", async () => {
    const { update } = await scene("dependencies: [node@22]");
    expect(await update("node")).toContain("node 22 ");
  });

  it("is the way on from a version that is not to be had any more", async () => {
    const { update } = await scene("dependencies: [node]", formatLock({ dependencies: { node: "20" }, images: {} }));
    expect(await update("node")).toContain("node 20 24");
  });

  it("leaves out an image that comes from no registry", async () => {
    const { update, text } = await scene("base_image: mine:dev", "version: 1\n");
    expect(await update()).toEqual([]);
    expect(await text()).toBe("version: 1\n");
  });

  it("refuses a name that the lock says nothing of, and changes nothing", async () => {
    const { update, text } = await scene("dependencies: [claude-code, jq]");
    await expect(update("jq")).rejects.toMatchObject({
      code: "USAGE",
      message: 'agent.lock has nothing to say of "jq".',
      hint: "Use one of claude-code, debian:bookworm-slim, node, node:22-slim.",
    });
    expect(await text()).toBe(formatLock(OLD));
  });

  it("changes nothing when an image cannot be fetched", async () => {
    const { update, text } = await scene("base_image: gone:1");
    await expect(update()).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
    expect(await text()).toBe(formatLock(OLD));
  });
});
