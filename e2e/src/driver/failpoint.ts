import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inject } from "vitest";
import type { Box } from "./box.ts";
import { until } from "./until.ts";

const LOADED = fileURLToPath(new URL("failpoint-redirect.ts", import.meta.url));
let count = 0;

/** A point at which one `moat` stands still; see `failpoints.ts`, which is built into it. */
export class Failpoint {
  readonly #log: string;
  readonly #point: string;

  /** Names a point; the empty name holds nothing, and only what is reached is noted. */
  constructor(box: Box, point: string) {
    count += 1;
    this.#log = join(box.directory, `failpoint-${count}`);
    this.#point = point;
  }

  /** What the process is to be started with. */
  get env(): Readonly<Record<string, string>> {
    return {
      NODE_OPTIONS: `--experimental-strip-types --disable-warning=ExperimentalWarning --import=${LOADED}`,
      TEST_FAILPOINT_BUILD: pathToFileURL(join(inject("installedCli"), "app", "failpoint-build/")).href,
      TEST_FAILPOINT_LOG: this.#log,
      TEST_FAILPOINT: this.#point,
    };
  }

  /** The points that were reached so far. */
  async points(): Promise<readonly string[]> {
    return (await this.#lines()).map((line) => line.split(" ")[1] ?? "");
  }

  /** The id of the process, from its first point on. */
  async pid(): Promise<number> {
    return Number.parseInt(await until("moat has begun", async () => (await this.#lines())[0]), 10);
  }

  /** Waits until the process stands still, and returns its id. */
  async reached(): Promise<number> {
    const suffix = ` ${this.#point}`;
    const line = await until(`moat is at ${this.#point}`, async () =>
      (await this.#lines()).find((candidate) => candidate.endsWith(suffix)),
    );
    return Number.parseInt(line, 10);
  }

  /** Waits until the process stands still, and kills it there, from outside. */
  async kill(): Promise<void> {
    process.kill(await this.reached(), "SIGKILL");
  }

  /** Lets the process go on. */
  async letGo(): Promise<void> {
    await writeFile(`${this.#log}.go`, "");
  }

  async #lines(): Promise<readonly string[]> {
    const text = await readFile(this.#log, "utf8").catch(() => "");
    // A line that is still being written counts when it is whole.
    return text.split("\n").slice(0, -1);
  }
}
