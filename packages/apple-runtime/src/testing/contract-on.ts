import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeContainer, type FakeProfile, createFakeContainer, runtimeContract } from "@moat/runtime-testkit";
import { afterAll } from "vitest";
import { createAppleRuntime } from "../create-apple-runtime.ts";

const IMAGE = "fake:latest";

/** Registers the whole contract on a fake of one version; all of its runtimes stand over one service. */
export function contractOn(profile: FakeProfile): void {
  const fakes: FakeContainer[] = [];
  const directories: string[] = [];
  const open = async (isDown: boolean) => {
    const fake = !isDown && fakes[0] !== undefined ? fakes[0] : await makeFake(profile);
    const stateDir = directories[fakes.indexOf(fake)] ?? (await mkdtemp(join(tmpdir(), "moat-apple-")));
    if (!fakes.includes(fake)) {
      fakes.push(fake);
      directories.push(stateDir);
    }
    const runtime = await createAppleRuntime({ sandbox: true, program: fake.program, stateDir });
    if (isDown) fake.setDaemon({ status: "unregistered" });
    return runtime;
  };
  afterAll(async () => {
    for (const fake of fakes) await fake[Symbol.asyncDispose]();
    for (const directory of directories) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  runtimeContract(`Apple's container ${profile}, the fake`, {
    create: () => open(false),
    createUnreachable: () => open(true),
    image: IMAGE,
    missingImage: "moat.invalid/missing:none",
    guest: "process",
    registry: { pullable: "pullable:1", missing: "missing:1", hasDigests: false },
  });
}

function makeFake(profile: FakeProfile): Promise<FakeContainer> {
  return createFakeContainer({ profile, images: { [IMAGE]: {} }, registry: { "pullable:1": {} } });
}
