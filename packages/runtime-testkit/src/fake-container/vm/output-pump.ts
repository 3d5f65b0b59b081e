import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import type { Readable, Writable } from "node:stream";

/**
 * Where a process's output goes: first to whoever is attached, and then to the log. Once the attached one is gone
 * neither gets anything more: that is how the real helper fails.
 */
export class OutputPump {
  readonly #log: WriteStream | undefined;
  #isFrozen: boolean;
  readonly #freezes: boolean;

  constructor(logPath: string | undefined, freezesAtOnce: boolean, isAttached: boolean) {
    this.#log = logPath === undefined ? undefined : createWriteStream(logPath, { flags: "w" });
    this.#isFrozen = freezesAtOnce;
    this.#freezes = isAttached;
  }

  /** Reads a stream to its end; waits for the attached one whenever it does not read. */
  async pump(from: Readable | undefined, to: Writable | undefined): Promise<void> {
    if (from === undefined) return;
    to?.on("error", () => (this.#isFrozen = this.#freezes));
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (this.#isFrozen) continue;
      if (to !== undefined && !to.destroyed && !to.write(chunk)) {
        await Promise.race([once(to, "drain"), once(to, "close")]).catch(() => {});
      }
      if (to?.destroyed === true) this.#isFrozen = true;
      else this.#log?.write(chunk);
    }
  }

  async end(): Promise<void> {
    if (this.#log === undefined) return;
    this.#log.end();
    await once(this.#log, "close").catch(() => {});
  }
}
