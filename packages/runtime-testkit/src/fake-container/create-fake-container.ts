import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { normalizeReference } from "./commands/find-image.ts";
import { type FakeFault, setFaults } from "./faults.ts";
import type { FakeProfile } from "./profile.ts";
import { type FakeDaemon, type FakeImage, FakeState } from "./state/fake-state.ts";

const EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const MAIN = fileURLToPath(new URL(`./main${EXTENSION}`, import.meta.url));

/** One call that the fake has had, with how it ended. */
export interface FakeCall {
  readonly argv: readonly string[];
  readonly pid: number;
  readonly exit: number;
}

/** How a fake is made. */
export interface FakeContainerOptions {
  readonly profile?: FakeProfile;
  /** By reference; `fake:latest`, whose command is a shell, by default. */
  readonly images?: Readonly<Record<string, Partial<FakeImage>>>;
  /** What can be pulled, by reference; nothing by default. */
  readonly registry?: Readonly<Record<string, Partial<FakeImage>>>;
}

/** A fake of Apple's `container`, with a directory, a program and a service of its own. */
export interface FakeContainer extends AsyncDisposable {
  /** The directory to put on PATH: the program is `container` in it. */
  readonly bin: string;
  readonly program: string;
  readonly directory: string;
  readonly state: FakeState;
  /** Every call that has ended, oldest first. */
  readonly calls: () => readonly FakeCall[];
  /** Lets coming calls fail; what was set before is forgotten. */
  readonly fail: (...faults: readonly FakeFault[]) => void;
  readonly setDaemon: (change: Partial<FakeDaemon>) => void;
}

const IMAGE: FakeImage = {
  env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  entrypoint: [],
  command: ["sh"],
  files: { "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n", "/etc/group": "root:x:0:\n" },
};

/** Makes a fake whose containers are local processes; disposing of it ends all of them. */
export async function createFakeContainer(options: FakeContainerOptions = {}): Promise<FakeContainer> {
  const { profile = "1.2.2", images = { "fake:latest": {} }, registry = {} } = options;
  const directory = await mkdtemp(join(tmpdir(), "moat-fake-"));
  const state = new FakeState(join(directory, "state"));
  const complete = (given: Readonly<Record<string, Partial<FakeImage>>>) =>
    Object.fromEntries(Object.entries(given).map(([name, image]) => [normalizeReference(name), { ...IMAGE, ...image }]));
  state.setShelf("images", complete(images));
  state.setShelf("registry", complete(registry));
  const bin = join(directory, "bin");
  const program = join(bin, "container");
  mkdirSync(bin);
  writeFileSync(program, launcher(state.directory, profile));
  chmodSync(program, 0o755);
  const calls = (): readonly FakeCall[] => {
    const file = join(state.directory, "calls.jsonl");
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as FakeCall);
  };
  return {
    bin,
    program,
    directory,
    state,
    calls,
    fail: (...faults) => setFaults(state, faults),
    setDaemon: (change) => state.setDaemon(change),
    async [Symbol.asyncDispose]() {
      await endHelpers(state);
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The adapter's calls have an environment of their own, so the program brings what it needs. */
function launcher(state: string, profile: FakeProfile): string {
  const flags = EXTENSION === ".ts" ? "--experimental-strip-types --no-warnings " : "";
  return `#!/bin/sh
export FAKE_CONTAINER_STATE='${state}' FAKE_CONTAINER_PROFILE='${profile}'
exec '${process.execPath}' ${flags}'${MAIN}' "$@"
`;
}

/** Ends what plays the virtual machines, and with them their processes. */
async function endHelpers(state: FakeState): Promise<void> {
  for (const id of state.ids()) {
    const { helperPid } = state.status(id);
    if (helperPid === 0) continue;
    for (const signal of ["SIGTERM", "SIGTERM", "SIGTERM", "SIGKILL"] as const) {
      try {
        process.kill(helperPid, signal);
      } catch {
        break;
      }
      await delay(50);
    }
  }
}
