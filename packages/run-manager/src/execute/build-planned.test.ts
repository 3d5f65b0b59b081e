import { MoatError } from "@moat/core";
import type { InMemoryOptions } from "@moat/runtime-testkit";
import { describe, expect, it } from "vitest";
import { planRun } from "../plan-run.ts";
import type { RunPlan } from "../run-plan.ts";
import { START, runScene } from "../testing/run-scene.ts";
import { type PlanCase, samplePlanInput } from "../testing/sample-plan-input.ts";
import { newRunId } from "../run-id.ts";
import { builtKey } from "./built-note.ts";
import { startRun } from "./start-run.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const debian = {
  digest: digest("a"),
  files: { "/etc/debian_version": "12.1\n", "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n" },
};

function scene(options: InMemoryOptions = {}) {
  const { context, runtime } = runScene({
    pullable: { "debian:bookworm-slim": debian, "node:24-slim": { digest: digest("b") } },
    ...options,
  });
  let made = 0;
  const start = async (given: PlanCase, change: Partial<RunPlan> = {}) => {
    made += 1;
    const input = samplePlanInput({ ...given, request: { command: ["exit", "0"], detach: true, ...given.request } });
    const plan = planRun({ ...input, identity: { ...input.identity, id: newRunId(), candidateName: `run-${made}` } });
    const before = runtime.engine.calls.length;
    const { record } = await startRun(context, { ...plan, ...change }, START);
    return { record, calls: runtime.engine.calls.slice(before).filter((call) => call.startsWith("images.")) };
  };
  return { context, runtime, start };
}

describe("an image that is built", () => {
  it("is built once; the same again costs one inspect", async () => {
    const { start } = scene();
    const yaml = "dependencies: [git, node]";
    const first = await start({ yaml });
    expect(first.calls.filter((call) => call === "images.pull")).toHaveLength(2);
    expect(first.calls.filter((call) => call === "images.build")).toHaveLength(1);
    expect(first.record.image).toMatch(/^moat-image:[0-9a-f]{32}$/);
    const second = await start({ yaml });
    expect(second.calls).toEqual(["images.inspect"]);
    expect(second.record).toMatchObject({ image: first.record.image, imageId: first.record.imageId });
    // Another order is the same list.
    expect((await start({ yaml: "dependencies: [node, git]" })).calls).toEqual(["images.inspect"]);
  });

  it("is another one for another recipe", async () => {
    const { start } = scene();
    const { record } = await start({ yaml: "hooks: {post_build: 'echo a'}" });
    const other = await start({ yaml: "hooks: {post_build: 'echo b'}" });
    expect(other.record.image).not.toBe(record.image);
    expect(other.calls).toContain("images.build");
    expect(other.calls).not.toContain("images.pull");
  });

  it("is built again when the engine lost it, and found again when only moat's own note is lost", async () => {
    const { start, runtime, context } = scene();
    const yaml = "dependencies: [git]";
    const { record } = await start({ yaml });
    await runtime.images.remove(record.image);
    expect((await start({ yaml })).calls).toContain("images.build");
    await context.cache.write(builtKey("memory-engine", planRun(samplePlanInput({ yaml }))), "of an earlier moat");
    const found = await start({ yaml });
    expect(found.calls).not.toContain("images.build");
    expect(found.record.image).toBe(record.image);
  });

  it.each([
    ["base", 1],
    ["deps", 0],
    ["hooks", 0],
  ] as const)("is built again from its %s on", async (rebuildFrom, pulls) => {
    const { start } = scene();
    const yaml = "dependencies: [git]\nhooks: {post_build: 'echo a'}";
    const first = await start({ yaml });
    const again = await start({ yaml, request: { rebuildFrom } });
    expect(again.calls.filter((call) => call === "images.pull")).toHaveLength(pulls);
    expect(again.calls.filter((call) => call === "images.build")).toHaveLength(1);
    // Under the same name, and of other layers.
    expect(again.record.image).toBe(first.record.image);
    expect(again.record.imageId).not.toBe(first.record.imageId);
    expect((await start({ yaml })).record.imageId).toBe(again.record.imageId);
    // A later build of another recipe does not go back behind it.
    const later = await start({ yaml: `${yaml}\nname: x` }, {});
    expect(later.calls).toEqual(["images.inspect"]);
  });

  it("refuses a base image of another family, and leaves nothing", async () => {
    const { start, context, runtime } = scene({
      pullable: { "alpine:3": { files: { "/etc/alpine-release": "3\n" } } },
    });
    await expect(start({ yaml: "base_image: alpine:3\ndependencies: [git]" })).rejects.toMatchObject({
      code: "BASE_IMAGE_UNSUITABLE",
    });
    expect(runtime.engine.calls).not.toContain("images.build");
    expect((await context.store.list({ all: true })).records).toEqual([]);
  });

  it("leaves nothing when a step fails", async () => {
    const { start, context, runtime } = scene();
    runtime.engine.failNext("images.build", new MoatError("IMAGE_BUILD_FAILED", "x"));
    await expect(start({ yaml: "dependencies: [git]" })).rejects.toThrow("x");
    expect((await context.store.list({ all: true })).records).toEqual([]);
    expect((await start({ yaml: "dependencies: [git]" })).calls).toContain("images.build");
  });

  it("names what does not exist, but for what a hook installs", async () => {
    const { start, context, runtime } = scene();
    const failWith = (step: string) =>
      runtime.engine.failNext(
        "images.build",
        new MoatError("IMAGE_BUILD_FAILED", "x", {
          hint: "It said last:\nE: ...",
          details: { step, output: ["Reading package lists...", "E: Unable to locate package gti"] },
        }),
      );
    failWith("2/3 RUN apt-get update && apt-get install gti");
    await expect(start({ yaml: "dependencies: [apt:gti]" })).rejects.toMatchObject({
      code: "DEPENDENCY_NOT_FOUND",
      message: "Debian has no gti, and the image was not built.",
      hint: expect.stringContaining("agent.yaml. It said last:\n"),
    });
    expect((await context.store.list({ all: true })).records).toEqual([]);
    failWith("3/3 RUN /opt/moat/hooks/post_build");
    await expect(start({ yaml: "dependencies: [apt:gti]" })).rejects.toMatchObject({ code: "IMAGE_BUILD_FAILED" });
    expect((await start({ yaml: "dependencies: [apt:gti]" })).calls).toContain("images.build");
  });

  it("is refused by a runtime that builds nothing, before anything is fetched", async () => {
    const { start, runtime } = scene({ capabilities: { builds: false } });
    await expect(start({ yaml: "dependencies: [git]" })).rejects.toMatchObject({ code: "CAPABILITY_UNSUPPORTED" });
    expect(runtime.engine.calls).not.toContain("images.pull");
  });
});

describe("hooks.pre_run", () => {
  it("stands in front of the command, as a file", async () => {
    const { start, runtime } = scene({ images: { "debian:bookworm-slim": debian } });
    await start({ yaml: "hooks: {pre_run: npm ci}", request: { command: ["exit", "3"] } });
    const [container] = runtime.engine.containers;
    expect(container?.spec.command.slice(3)).toEqual(["/opt/moat/hooks/pre_run", "exit", "3"]);
    expect(container?.spec.files).toContainEqual({
      path: "/opt/moat/hooks/pre_run",
      kind: "file",
      content: "#!/bin/bash\nset -eo pipefail\nnpm ci\n",
      mode: 0o755,
      uid: 0,
      gid: 0,
    });
  });
});
