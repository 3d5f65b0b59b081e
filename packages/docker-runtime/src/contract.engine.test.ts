import { runtimeContract } from "@moat/runtime-testkit";
import { createDockerRuntime } from "./create-docker-runtime.ts";
import { memoryProofCache } from "./sandbox/proof-cache.ts";

const image = "debian:bookworm-slim";
const proofCache = memoryProofCache();

// What an old engine does without a sandbox is what it does with one; the long lane sees both.
const isShort = process.env["MOAT_TEST_DOCKER"] === "20" && (process.env["MOAT_TEST_FULL"] ?? "") === "";
if (isShort) process.stderr.write("not tried: Docker 20.10 with runc; set MOAT_TEST_FULL=1\n");

for (const sandbox of isShort ? [true] : [true, false]) {
  runtimeContract(sandbox ? "Docker with runsc" : "Docker with runc", {
    create: async () => {
      const runtime = await createDockerRuntime({ sandbox, proofCache });
      // The engine starts empty: the first to come fetches the image.
      await runtime.images.inspect(image).catch(() => runtime.images.pull(image));
      return runtime;
    },
    createUnreachable: () =>
      createDockerRuntime({ sandbox, check: "on-create", address: "unix:///nonexistent/docker.sock" }),
    image,
    missingImage: "moat.invalid/missing:none",
    guest: "posix",
    ...(process.env["MOAT_TEST_DOCKER"] === "20" ? { longestLoggedLine: 16_000, codeOfLeftExecution: 126 } : {}),
    registry: {
      pullable: image,
      missing: `${process.env["MOAT_TEST_REGISTRY"] ?? ""}/library/debian:no-such-tag`,
      hasDigests: true,
    },
  });
}
