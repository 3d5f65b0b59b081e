import type { ImageBuild, Runtime } from "@moat/core";
import { describe, expect, it } from "vitest";
import { createDockerRuntime } from "./create-docker-runtime.ts";
import { type FakeEngineParts, json, startFakeEngine } from "./testing/fake-engine.ts";

const BUILD: ImageBuild = { tag: "moat-image:1", dockerfile: "FROM scratch\n", files: [], args: {}, labels: {} };
const INFO = json({ ID: "e", Runtimes: { runc: { path: "runc" } } });

/** Asks an engine that answers with these lines. */
async function asked(
  path: "/build" | "/images/create",
  lines: readonly object[],
  ask: (images: Runtime["images"]) => Promise<unknown>,
): Promise<unknown> {
  const answer = lines.map((line) => JSON.stringify(line)).join("\n");
  const answers: FakeEngineParts["answers"] = {
    "GET /info": INFO,
    "GET /_ping": (response) => response.end("OK"),
    [`POST ${path}`]: (response) => response.end(answer),
  };
  await using engine = await startFakeEngine({ answers });
  const runtime = await createDockerRuntime({ sandbox: true, check: "on-create", address: engine.address });
  return await ask(runtime.images).then(
    () => "done",
    (error: unknown) => error,
  );
}

describe("an image that there is no room for", () => {
  it.each<[string, readonly object[]]>([
    ["the engine", [{ error: "failed to register layer: write /usr/bin/x: no space left on device" }]],
    [
      "a step",
      [
        { stream: "Step 1/1 : RUN make\n" },
        { stream: "tar: out: Cannot write: No space left on device\n" },
        { error: "The command '/bin/sh -c make' returned a non-zero code: 2" },
      ],
    ],
  ])("is named so when it is built, and %s says it", async (_who, lines) => {
    expect(await asked("/build", lines, (images) => images.build(BUILD))).toMatchObject({
      code: "ENGINE_DISK_FULL",
      message: "Could not build the image moat-image:1: there is no room left on the engine's disk.",
      hint: expect.stringContaining("docker system prune"),
    });
  });

  it("is named so when it is fetched", async () => {
    const lines = [{ error: "write /var/lib/docker/tmp/GetImageBlob1: no space left on device" }];
    expect(await asked("/images/create", lines, (images) => images.pull("debian:12"))).toMatchObject({
      code: "ENGINE_DISK_FULL",
      message: "Could not pull the image debian:12: there is no room left on the engine's disk.",
    });
  });
});

describe("an image of a registry that wants credentials", () => {
  it.each([
    'Head "https://r/v2/x/manifests/1": no basic auth credentials',
    'Head "https://r/v2/x/manifests/1": unauthorized: authentication required',
  ])("has a hint that brings them: %s", async (error) => {
    expect(await asked("/images/create", [{ error }], (images) => images.pull("r.example/x:1"))).toMatchObject({
      code: "IMAGE_PULL_FAILED",
      hint: expect.stringMatching(/credentials.* docker pull r\.example\/x:1$/),
    });
  });
});
