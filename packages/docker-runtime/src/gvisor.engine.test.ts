import { beforeAll, describe, expect, it } from "vitest";
import { NO_SANDBOX_WARNING, createDockerRuntime } from "./create-docker-runtime.ts";
import { gvisorAvailable } from "./gvisor-available.ts";
import { memoryProofCache } from "./sandbox/proof-cache.ts";
import { TEST_IMAGE, engineInspect, haveImage, recordingDiagnostics, testSpec } from "./testing/real-engine.ts";

const NO_ENGINE = "unix:///nonexistent/docker.sock";
const bare = process.env["MOAT_TEST_BARE_HOST"] ?? "";

beforeAll(() => haveImage(TEST_IMAGE));

describe("an engine with gVisor", () => {
  it("has it available", async () => {
    expect(await gvisorAvailable()).toBe(true);
  });

  it.each([
    [true, "runsc"],
    [false, "runc"],
  ])("makes containers with a sandbox (%s) on %s", async (sandbox, runtimeName) => {
    const runtime = await createDockerRuntime({ sandbox, proofCache: memoryProofCache() });
    const { id, isolation } = await runtime.containers.create(testSpec());
    try {
      expect(isolation.runtime).toBe(runtimeName);
      expect((await engineInspect(id)).HostConfig.Runtime).toBe(runtimeName);
    } finally {
      await runtime.containers.remove(id);
    }
  });

  it("warns exactly once without a sandbox, however many containers there are", async () => {
    const { warnings, diagnostics } = recordingDiagnostics();
    const runtime = await createDockerRuntime({ sandbox: false, diagnostics });
    for (let made = 0; made < 2; made += 1) {
      const { id } = await runtime.containers.create(testSpec());
      await runtime.containers.remove(id);
    }
    expect(warnings).toEqual([NO_SANDBOX_WARNING]);
  });

  it("warns of nothing with one", async () => {
    const { warnings, diagnostics } = recordingDiagnostics();
    await createDockerRuntime({ sandbox: true, diagnostics });
    await createDockerRuntime({ sandbox: false, check: "on-create", diagnostics });
    expect(warnings).toEqual([]);
  });
});

describe("an engine without gVisor", () => {
  it("is there to be tested", () => {
    expect(bare, "MOAT_TEST_BARE_HOST: tools/engine/engine run --with-bare sets it").not.toBe("");
  });

  it("does not have it available", async () => {
    expect(await gvisorAvailable({ address: bare })).toBe(false);
  });

  it("is refused at once, with the steps to install it", async () => {
    await expect(createDockerRuntime({ sandbox: true, address: bare })).rejects.toMatchObject({
      name: "GVisorNotAvailableError",
      code: "GVISOR_NOT_AVAILABLE",
      hint: expect.stringMatching(/sudo runsc install\n.*sudo systemctl reload docker[^]*moat run --no-sandbox/),
      details: {
        address: bare,
        runtimes: expect.arrayContaining(["runc"]),
        findings: expect.arrayContaining([expect.objectContaining({ name: "runc", isCandidate: false })]),
      },
    });
  });

  it("is refused before anything is created when the check was put off", async () => {
    const runtime = await createDockerRuntime({ sandbox: true, check: "on-create", address: bare });
    await expect(runtime.containers.create(testSpec())).rejects.toMatchObject({ code: "GVISOR_NOT_AVAILABLE" });
    expect(await runtime.containers.list({ labels: {} })).toEqual([]);
  });

  it("works without a sandbox", async () => {
    const runtime = await createDockerRuntime({ sandbox: false, address: bare });
    expect((await runtime.ping()).address).toBe(bare);
  });
});

describe("no engine", () => {
  it("has no gVisor, and that is no exception", async () => {
    expect(await gvisorAvailable({ address: NO_ENGINE })).toBe(false);
    expect(await gvisorAvailable({ address: "tcp://127.0.0.1:1" })).toBe(false);
  });

  it("is an error that names the address, and is not a missing gVisor", async () => {
    await expect(createDockerRuntime({ sandbox: true, address: NO_ENGINE })).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
      message: `No Docker engine answers at ${NO_ENGINE}: there is no such socket.`,
    });
  });
});
