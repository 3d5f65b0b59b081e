import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtimeContract } from "@moat/runtime-testkit";
import { afterAll } from "vitest";
import { createAppleRuntime } from "./create-apple-runtime.ts";

// On a Mac only, with the real program: see docs/content/guides/02-apple-container.md.
const IMAGE = "docker.io/library/debian:bookworm-slim";
const stateDir = await mkdtemp(join(tmpdir(), "m-"));
afterAll(() => rm(stateDir, { recursive: true, force: true }));

runtimeContract("Apple's container, the real one", {
  create: async () => {
    const runtime = await createAppleRuntime({ sandbox: true, stateDir });
    await runtime.images.inspect(IMAGE).catch(() => runtime.images.pull(IMAGE));
    return runtime;
  },
  image: IMAGE,
  missingImage: "moat.invalid/missing:none",
  guest: "posix",
});
