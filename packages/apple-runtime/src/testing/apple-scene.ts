import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ContainerSpec, type Runtime, containerSpec, isMoatError } from "@moat/core";
import {
  type FakeContainer,
  type FakeContainerOptions,
  createFakeContainer,
  recordDiagnostics,
} from "@moat/runtime-testkit";
import { type AppleRuntimeOptions, createAppleRuntime } from "../create-apple-runtime.ts";

/** A fake of Apple's container, and runtimes over it. */
export interface AppleScene extends AsyncDisposable {
  readonly fake: FakeContainer;
  readonly stateDir: string;
  readonly recorded: ReturnType<typeof recordDiagnostics>;
  readonly open: (options?: Partial<AppleRuntimeOptions>) => Promise<Runtime>;
  /** A spec with a name of its own that runs a shell script. */
  readonly spec: (script: string, given?: Partial<ContainerSpec>) => ContainerSpec;
  /** What moat and the fake have left of containers, here and there. */
  readonly leftovers: () => Promise<readonly string[]>;
}

/** Sets the scene. */
export async function appleScene(options: FakeContainerOptions = {}): Promise<AppleScene> {
  const fake = await createFakeContainer(options);
  const stateDir = await mkdtemp(join(tmpdir(), "moat-apple-"));
  const recorded = recordDiagnostics();
  let made = 0;
  return {
    fake,
    stateDir,
    recorded,
    open: (given = {}) =>
      createAppleRuntime({
        sandbox: true,
        program: fake.program,
        stateDir,
        diagnostics: recorded.diagnostics,
        ...given,
      }),
    spec(script, given = {}) {
      made += 1;
      return containerSpec({ name: `scene-${made}`, image: "fake:latest", command: ["sh", "-c", script], ...given });
    },
    leftovers: async () => [...fake.containers(), ...(await readdir(stateDir))],
    async [Symbol.asyncDispose]() {
      await fake[Symbol.asyncDispose]();
      await rm(stateDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** How a call ended, in one word: `ok`, or the code of a `MoatError`. */
export async function wordOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    if (isMoatError(error)) return error.code;
    throw error;
  }
}
