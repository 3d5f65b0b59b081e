/** What is taken before the process runs. */
const EARLY_BYTES = 256 * 1024;

/** Input for a process that may not run yet. */
export class InputQueue {
  readonly #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #hasEnded = false;
  #target: { write(data: Uint8Array): Promise<void>; endInput(): void } | undefined;
  readonly #connected = Promise.withResolvers<void>();

  /** Takes input; resolves when more can be taken. */
  async write(data: Uint8Array): Promise<void> {
    if (this.#target === undefined && this.#earlyBytes < EARLY_BYTES) {
      this.#early.push(Uint8Array.from(data));
      this.#earlyBytes += data.length;
      return;
    }
    await this.#connected.promise;
    await this.#target?.write(data);
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    if (this.#target === undefined) return;
    await this.#connected.promise;
    this.#target.endInput();
  }

  /** The process runs: it gets what came early, and then what comes. */
  async connect(target: { write(data: Uint8Array): Promise<void>; endInput(): void }): Promise<void> {
    this.#target = target;
    for (const data of this.#early.splice(0)) await target.write(data);
    if (this.#hasEnded) target.endInput();
    this.#connected.resolve();
  }
}
