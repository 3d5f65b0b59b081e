import { type Diagnostics, MoatError, type Runtime } from "@moat/core";
import { createInMemoryRuntime } from "@moat/runtime-testkit";
import { describe, expect, it } from "vitest";
import { createRuntime } from "./create-runtime.ts";
import type { RuntimeProviders } from "./runtime-providers.ts";

function runtimeNamed(title: string): Runtime {
  return Object.assign(createInMemoryRuntime(), { title });
}

function scene(overrides: Partial<RuntimeProviders> = {}) {
  const debugs: string[] = [];
  const tried: string[] = [];
  const provide = (name: "docker" | "apple") => (options: { sandbox: boolean }) => {
    tried.push(name);
    return Promise.resolve(
      runtimeNamed(name === "docker" && options.sandbox ? "Docker+gVisor" : name === "docker" ? "Docker" : "Apple"),
    );
  };
  const diagnostics: Diagnostics = { warn: () => {}, progress: () => {}, debug: (line) => debugs.push(line) };
  const providers: RuntimeProviders = { docker: provide("docker"), apple: provide("apple"), ...overrides };
  return { debugs, tried, options: { sandbox: true, env: {}, platform: "linux", arch: "x64", providers, diagnostics } };
}

const appleIsDown = () => Promise.reject(new MoatError("ENGINE_UNREACHABLE", "the apple system is stopped"));
const dockerIsDown = () => Promise.reject(new MoatError("ENGINE_UNREACHABLE", "no docker", { hint: "start it" }));

describe("createRuntime", () => {
  it("uses Docker with gVisor on Linux and says so", async () => {
    const { options, debugs } = scene();
    expect((await createRuntime(options)).title).toBe("Docker+gVisor");
    expect(debugs.at(-1)).toBe("using Docker+gVisor runtime");
  });

  it("says Docker when the sandbox is off", async () => {
    const { options, debugs } = scene();
    await createRuntime({ ...options, sandbox: false });
    expect(debugs.at(-1)).toBe("using Docker runtime");
  });

  it("prefers Apple's runtime on Apple silicon only", async () => {
    for (const [platform, arch, expected] of [
      ["darwin", "arm64", ["apple"]],
      ["darwin", "x64", ["docker"]],
      ["linux", "arm64", ["docker"]],
    ] as const) {
      const { options, tried } = scene();
      await createRuntime({ ...options, platform, arch });
      expect(tried).toEqual(expected);
    }
  });

  it("falls back to Docker with a debug line when Apple's runtime is not to be had", async () => {
    const { options, debugs } = scene({ apple: appleIsDown });
    expect((await createRuntime({ ...options, platform: "darwin", arch: "arm64" })).title).toBe("Docker+gVisor");
    expect(debugs).toContain("apple rejected: the apple system is stopped");
  });

  it("keeps and shows every rejection when nothing is found", async () => {
    const { options } = scene({ apple: appleIsDown, docker: dockerIsDown });
    const failure = createRuntime({ ...options, platform: "darwin", arch: "arm64" });
    await expect(failure).rejects.toMatchObject({
      code: "RUNTIME_UNAVAILABLE",
      hint: "start it",
      details: { rejections: [{ runtime: "apple" }, { runtime: "docker", code: "ENGINE_UNREACHABLE" }] },
    });
    await expect(failure).rejects.toThrow(/apple system is stopped.*no docker/);
  });

  it("obeys MOAT_RUNTIME in any case, and never falls back from it", async () => {
    const { options } = scene({ apple: appleIsDown });
    await expect(createRuntime({ ...options, env: { MOAT_RUNTIME: "Apple" } })).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
    });
    expect(
      (await createRuntime({ ...options, platform: "darwin", arch: "arm64", env: { MOAT_RUNTIME: "docker" } })).title,
    ).toBe("Docker+gVisor");
  });

  it("lets the option win over MOAT_RUNTIME", async () => {
    const { options, tried } = scene();
    await createRuntime({ ...options, runtime: "apple", env: { MOAT_RUNTIME: "docker" } });
    expect(tried).toEqual(["apple"]);
  });

  it("refuses another value and names the two", async () => {
    const { options, tried } = scene();
    await expect(createRuntime({ ...options, env: { MOAT_RUNTIME: "podman" } })).rejects.toMatchObject({
      code: "RUNTIME_UNKNOWN",
      message: 'Unknown MOAT_RUNTIME value "podman".',
      hint: "Use 'docker' or 'apple'.",
    });
    expect(tried).toEqual([]);
  });
});
