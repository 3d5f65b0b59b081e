import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containerSpec } from "@moat/core";
import {
  type FakeContainer,
  createFakeContainer,
  createInMemoryRuntime,
  recordDiagnostics,
} from "@moat/runtime-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CreateRuntimeOptions, createRuntime } from "./create-runtime.ts";
import { defaultProviders } from "./runtime-providers.ts";

let fake: FakeContainer;
let old: FakeContainer;
let stateDir: string;

beforeAll(async () => {
  fake = await createFakeContainer();
  old = await createFakeContainer({ profile: "0.12.3" });
  stateDir = await mkdtemp(join(tmpdir(), "moat-choice-"));
});
afterAll(async () => {
  await fake[Symbol.asyncDispose]();
  await old[Symbol.asyncDispose]();
  await rm(stateDir, { recursive: true, force: true });
});

const docker = () => Promise.resolve(Object.assign(createInMemoryRuntime(), { title: "Docker+gVisor" }));

/** Chooses on a simulated Mac with Apple silicon, with Apple's real provider and a Docker in memory. */
async function choose(options: Partial<CreateRuntimeOptions> = {}) {
  const { diagnostics, debugs, warnings } = recordDiagnostics();
  const runtime = await createRuntime({
    sandbox: true,
    platform: "darwin",
    arch: "arm64",
    macosVersion: "26.1",
    env: { PATH: fake.bin },
    stateDir,
    providers: { ...defaultProviders, docker },
    diagnostics,
    ...options,
  });
  return { runtime, title: runtime.title, debugs, warnings };
}

describe("on a Mac with Apple silicon", () => {
  it("Apple's container is chosen", async () => {
    const { title, debugs, warnings } = await choose();
    expect(title).toBe("Apple container");
    expect(debugs.at(-1)).toBe("using Apple container runtime");
    expect(warnings).toEqual([]);
  });

  it.each<[string, () => Partial<CreateRuntimeOptions>, string]>([
    [
      "stopped",
      () => (fake.setDaemon({ status: "not running" }), {}),
      "it is installed, and its service is not running",
    ],
    ["not installed", () => ({ env: { PATH: "/nonexistent" } }), "it is not installed"],
    ["too old", () => ({ env: { PATH: old.bin } }), "version 0.12.3 is too old, it has to be 1.0.0 or newer"],
    [
      "wedged",
      () => (fake.fail({ fault: "hang", command: "system status" }), { deadlines: { queryMs: 700 } }),
      "its service does not answer",
    ],
  ])("Docker is chosen where it is %s, and a debug line says why", async (_, arrange, reason) => {
    const options = arrange();
    try {
      const { title, debugs } = await choose(options);
      expect(title).toBe("Docker+gVisor");
      expect(debugs).toContain(`apple rejected: Apple container runtime not available: ${reason}.`);
      expect(debugs.at(-1)).toBe("using Docker+gVisor runtime");
    } finally {
      fake.setDaemon({ status: "running" });
    }
  });

  it("a command gets 4 GiB of memory, an agent 8, and what asks for a limit that one", async () => {
    const made = [
      ["command", 0, "--memory=4096M"],
      ["agent", 0, "--memory=8192M"],
      ["agent", 512 * 1024 ** 2, "--memory=512M"],
    ] as const;
    for (const [workload, memoryBytes, expected] of made) {
      const { runtime } = await choose({ workload });
      const { id } = await runtime.containers.create(
        containerSpec({
          name: `memory-${workload}`,
          image: "fake:latest",
          limits: { memoryBytes, cpus: 0, pids: 0, logBytes: 0 },
        }),
      );
      expect(fake.calls.findLast(({ argv }) => argv[0] === "create")?.argv).toContain(expected);
      await runtime.containers.remove(id);
    }
  });

  it("Docker is never chosen where Apple's container was asked for", async () => {
    const call = choose({ env: { PATH: "/nonexistent", MOAT_RUNTIME: "apple" } });
    await expect(call).rejects.toMatchObject({
      code: "RUNTIME_UNAVAILABLE",
      message: "Apple container runtime not available: it is not installed.",
      hint: expect.stringContaining("--runtime docker"),
    });
  });
});
