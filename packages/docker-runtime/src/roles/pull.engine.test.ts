import { describe, expect, it } from "vitest";
import { createDockerRuntime } from "../create-docker-runtime.ts";
import { TEST_IMAGE, recordingDiagnostics } from "../testing/real-engine.ts";
import { forgetImage, seedImage } from "../testing/seed-image.ts";

const registry = process.env["MOAT_TEST_REGISTRY"] ?? "";

describe("pull", () => {
  it("reports how far it is, up to everything, and downloads nothing of what is up to date", async () => {
    const image = await seedImage(registry, 32 * 1024 * 1024);
    const { progresses, diagnostics } = recordingDiagnostics();
    const { images } = await createDockerRuntime({ sandbox: true, check: "on-create", diagnostics });
    await expect(images.inspect(image)).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
    await images.pull(image);
    expect((await images.inspect(image)).id).toMatch(/^sha256:/);
    expect(new Set(progresses.map(({ subject }) => subject))).toEqual(new Set([image]));
    expect(progresses.some(({ status }) => status.startsWith("Downloading"))).toBe(true);
    for (const { currentBytes, totalBytes } of progresses) expect(currentBytes).toBeLessThanOrEqual(totalBytes);
    const last = progresses.at(-1);
    expect(last?.totalBytes).toBeGreaterThan(0);
    expect(last?.currentBytes).toBe(last?.totalBytes);

    progresses.length = 0;
    await images.pull(image);
    expect(progresses.at(-1)).toMatchObject({ totalBytes: 0, status: expect.stringContaining("up to date") });
    await forgetImage(image);
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
