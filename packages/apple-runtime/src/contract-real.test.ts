import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtimeContract } from "@moat/runtime-testkit";
import { afterAll, it } from "vitest";
import { createAppleRuntime } from "./create-apple-runtime.ts";

const IMAGE = "docker.io/library/debian:bookworm-slim";

if (process.env["MOAT_TEST_APPLE"] === "1") {
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
} else {
  it("leaves the real program alone without MOAT_TEST_APPLE=1", ({ skip }) => {
    process.stderr.write(
      "Apple's container: the contract is not run on the real program, as MOAT_TEST_APPLE is not 1\n",
    );
    skip("MOAT_TEST_APPLE is not 1");
  });
}
