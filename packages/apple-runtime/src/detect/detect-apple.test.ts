import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMoatError } from "@moat/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAppleRuntime } from "../create-apple-runtime.ts";
import { type AppleScene, appleScene } from "../testing/apple-scene.ts";

let scene: AppleScene;
let directory: string;

beforeAll(async () => {
  scene = await appleScene();
  directory = await mkdtemp(join(tmpdir(), "moat-detect-"));
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function script(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
  return path;
}

/** Why Apple's runtime cannot be opened, and what to do. */
async function refusal(
  options: Parameters<AppleScene["open"]>[0],
): Promise<{ message: string; hint: string; code: string }> {
  try {
    await scene.open(options);
  } catch (error) {
    if (isMoatError(error)) return { message: error.message, hint: error.hint, code: error.code };
    throw error;
  }
  throw new Error("it was opened");
}

describe("Apple's container is not available", () => {
  it.each<[string, () => Promise<Parameters<AppleScene["open"]>[0]>, RegExp, RegExp]>([
    [
      "on another machine",
      async () => ({ platform: "linux", arch: "x64", env: { PATH: directory } }),
      /it needs a Mac with Apple silicon, and this is linux on x64\.$/,
      /--runtime docker/,
    ],
    [
      "when it is not installed",
      async () => ({ platform: "darwin", arch: "arm64", env: { PATH: directory }, macosVersion: "26.1" }),
      /it is not installed\.$/,
      /github\.com\/apple\/container/,
    ],
    [
      "on an old macOS",
      async () => ({ program: scene.fake.program, macosVersion: "14.7" }),
      /macOS 15 or newer, and this is macOS 14/,
      /Update macOS/,
    ],
    [
      "when it is too old",
      async () => ({ program: await script("old", 'echo "container CLI version 0.12.3 (build: release, commit: x)"') }),
      /version 0\.12\.3 is too old/,
      /Install it/,
    ],
    [
      "when it is another program",
      async () => ({ program: await script("other", "echo container 4.2") }),
      /another program of that name/,
      /Install it/,
    ],
    ["when it cannot be run", async () => ({ program: join(directory, "nothing") }), /cannot be run/, /Install it/],
    [
      "when it hangs",
      async () => ({
        program: await script("hang", "trap '' TERM; while :; do sleep 1; done"),
        deadlines: { versionMs: 500 },
      }),
      /does not even tell its version/,
      /container system stop/,
    ],
  ])("%s", async (_, given, message, hint) => {
    const { program, ...options } = (await given()) ?? {};
    const said = program === undefined ? await withoutProgram(options) : await refusal({ ...options, program });
    expect(said.code).toBe("RUNTIME_UNAVAILABLE");
    expect(said.message).toMatch(/^Apple container runtime not available: /);
    expect(said.message).toMatch(message);
    expect(said.hint).toMatch(hint);
  });

  it("while its service is stopped, and says how to start it", async () => {
    for (const status of ["not running", "unregistered"] as const) {
      scene.fake.setDaemon({ status });
      const said = await refusal({});
      expect(said.message).toBe(
        "Apple container runtime not available: it is installed, and its service is not running.",
      );
      expect(said.hint).toBe("Start its service: container system start");
    }
    scene.fake.setDaemon({ status: "running" });
  });

  it("while its service hangs", async () => {
    scene.fake.fail({ fault: "hang", command: "system status" });
    const said = await refusal({ deadlines: { queryMs: 700 } });
    expect(said.message).toBe("Apple container runtime not available: its service does not answer.");
    expect(said.hint).toContain("container system stop");
  });
});

/** The program is looked for; the usual places of this machine have none. */
async function withoutProgram(options: Parameters<AppleScene["open"]>[0]) {
  try {
    await createAppleRuntime({ sandbox: true, stateDir: scene.stateDir, ...options });
  } catch (error) {
    if (isMoatError(error)) return { message: error.message, hint: error.hint, code: error.code };
    throw error;
  }
  throw new Error("it was opened");
}

describe("Apple's service", () => {
  it("is started only where the user consents, with its kernel", async () => {
    scene.fake.setDaemon({ status: "unregistered", kernel: false });
    expect((await refusal({ mayStartService: async () => false })).code).toBe("RUNTIME_UNAVAILABLE");
    expect(scene.fake.calls.some(({ argv }) => argv[1] === "start")).toBe(false);
    const runtime = await scene.open({ mayStartService: async () => true });
    expect((await runtime.ping()).version).toBe("1.2.2");
    expect(scene.fake.calls.map(({ argv }) => argv.join(" "))).toContain("system start --enable-kernel-install");
    await runtime.containers.create(scene.spec("true"));
  });

  it("of another version is told about, and used", async () => {
    scene.fake.fail({ fault: "version-skew", command: "system status" });
    await scene.open();
    expect(scene.recorded.warnings.join()).toContain("container system stop && container system start");
  });

  it("takes no notice of the sandbox, and says so once", async () => {
    const before = scene.recorded.warnings.length;
    const runtime = await scene.open({ sandbox: false });
    await runtime.ping();
    expect(scene.recorded.warnings.slice(before)).toEqual([
      "--no-sandbox has no effect on Apple's containers: each is a virtual machine",
    ]);
  });
});

it("refuses a state directory in which no socket can be", async () => {
  expect(await refusal({ stateDir: `/tmp/${"x".repeat(100)}` })).toMatchObject({
    code: "HOME_UNUSABLE",
    hint: expect.stringContaining("MOAT_HOME"),
  });
});

it("has no networks before macOS 26", async () => {
  const { capabilities, networks } = await scene.open({ macosVersion: "15.6" });
  expect(capabilities.networks).toBe(false);
  expect(await networks.list({})).toEqual([]);
  expect((await scene.open({ macosVersion: "26.0" })).capabilities.networks).toBe(true);
});
