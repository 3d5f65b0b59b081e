import { isMoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { createDockerRuntime } from "../create-docker-runtime.ts";
import { TEST_IMAGE, engine, recordingDiagnostics } from "../testing/real-engine.ts";

const registry = process.env["MOAT_TEST_REGISTRY"] ?? "";

/**
 * Takes an image's layers away, too: other tests' builds may have left caches, and images without a name, on top of it, and
 * it may have been fetched by its digest, which is a name of its own.
 */
async function forget(image: string): Promise<void> {
  await engine.json({ method: "POST", path: "/build/prune", query: { all: true }, operation: "prune the build cache" });
  await engine.json({
    method: "POST",
    path: "/images/prune",
    query: { filters: JSON.stringify({ dangling: ["true"] }) },
    operation: "prune images",
  });
  const { images } = await createDockerRuntime({ sandbox: true, check: "on-create" });
  const known = await images.inspect(image).catch((error: unknown) => {
    if (!isMoatError(error, "IMAGE_NOT_FOUND")) throw error;
  });
  if (known !== undefined)
    await engine.json({
      method: "DELETE",
      path: `/images/${known.id}`,
      query: { force: true },
      operation: "forget an image",
    });
}

describe("pull", () => {
  it("reports how far it is, up to everything", async () => {
    await forget(TEST_IMAGE);
    const { progresses, diagnostics } = recordingDiagnostics();
    const { images } = await createDockerRuntime({ sandbox: true, check: "on-create", diagnostics });
    await expect(images.inspect(TEST_IMAGE)).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
    await images.pull(TEST_IMAGE);
    expect((await images.inspect(TEST_IMAGE)).id).toMatch(/^sha256:/);
    expect(new Set(progresses.map(({ subject }) => subject))).toEqual(new Set([TEST_IMAGE]));
    expect(progresses.some(({ status }) => status.startsWith("Downloading"))).toBe(true);
    for (const { currentBytes, totalBytes } of progresses) expect(currentBytes).toBeLessThanOrEqual(totalBytes);
    const last = progresses.at(-1);
    expect(last?.totalBytes).toBeGreaterThan(0);
    expect(last?.currentBytes).toBe(last?.totalBytes);
  });

  it("of what is up to date says so and downloads nothing", async () => {
    const { progresses, diagnostics } = recordingDiagnostics();
    const { images } = await createDockerRuntime({ sandbox: true, check: "on-create", diagnostics });
    await images.pull(TEST_IMAGE);
    expect(progresses.at(-1)).toMatchObject({ totalBytes: 0, status: expect.stringContaining("up to date") });
  });

  it("tells a missing tag from a registry that does not answer", async () => {
    const { images } = await createDockerRuntime({ sandbox: true, check: "on-create" });
    await expect(images.pull(`${registry}/library/debian:no-such-tag`)).rejects.toMatchObject({
      code: "IMAGE_NOT_FOUND",
    });
    await expect(images.pull("127.0.0.1:1/library/debian:x")).rejects.toMatchObject({ code: "IMAGE_PULL_FAILED" });
  });

  it("stops when it is aborted", async () => {
    const { images } = await createDockerRuntime({ sandbox: true, check: "on-create" });
    await expect(images.pull(TEST_IMAGE, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELED" });
  });
});
