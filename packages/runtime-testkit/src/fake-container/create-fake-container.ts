import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { normalizeReference } from "./commands/find-image.ts";
import type { FakeFault } from "./faults.ts";
import type { FakeProfile } from "./profile.ts";
import { CLIENT_PROGRAM } from "./service/client-program.ts";
import { type FakeCall, FakeService } from "./service/fake-service.ts";
import { type FakeDaemon, type FakeImage, FakeState } from "./state/fake-state.ts";

/** How a fake is made. */
export interface FakeContainerOptions {
  /** The version that it behaves as; 1.2.2 by default. */
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
  /** Every call that has ended, oldest first. */
  readonly calls: readonly FakeCall[];
  /** The ids of all containers. */
  readonly containers: () => readonly string[];
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

/**
 * Makes a fake whose containers are local processes; disposing of it ends all of them.
 *
 * @throws what the file system and the socket do; it has no errors of its own.
 */
export async function createFakeContainer(options: FakeContainerOptions = {}): Promise<FakeContainer> {
  const { profile = "1.2.2", images = { "fake:latest": {} }, registry = {} } = options;
  const directory = await mkdtemp(join(tmpdir(), "moat-fake-"));
  const state = new FakeState(join(directory, "state"));
  state.setShelf("images", complete(images));
  state.setShelf("registry", complete(registry));
  const service = new FakeService(state, profile);
  const socket = join(directory, "s");
  await service.listen(socket);
  const bin = join(directory, "bin");
  const program = join(bin, "container");
  mkdirSync(bin);
  writeFileSync(program, CLIENT_PROGRAM.replace("SOCKET", socket));
  chmodSync(program, 0o755);
  return {
    bin,
    program,
    directory,
    calls: service.calls,
    containers: () => state.ids(),
    fail: (...faults) => state.faults.set(faults),
    setDaemon: (change) => state.setDaemon(change),
    async [Symbol.asyncDispose]() {
      await service.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What an image does not say is as in {@link IMAGE}. */
function complete(given: Readonly<Record<string, Partial<FakeImage>>>): Readonly<Record<string, FakeImage>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, image]) => [normalizeReference(name), { ...IMAGE, ...image }]),
  );
}
