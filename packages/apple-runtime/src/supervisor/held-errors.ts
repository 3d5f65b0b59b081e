/** What is held back at most; more makes the writer wait. */
const HELD_BYTES = 64 * 1024;

/**
 * Holds back what comes on stderr before it is known whether the process runs: the program tells there, too, why it could not
 * start one, and that is an error of moat's and not output of the command.
 */
export class HeldErrors {
  readonly #sink: (data: Buffer) => Promise<void>;
  readonly #held: Buffer[] = [];
  readonly #decided = Promise.withResolvers<void>();
  #bytes = 0;
  #decision: "pass" | "drop" | undefined;

  constructor(sink: (data: Buffer) => Promise<void>) {
    this.#sink = sink;
  }

  /** What is held. */
  get text(): string {
    return Buffer.concat(this.#held).toString();
  }

  /** Takes what has come; resolves when more can be taken. */
  async take(data: Buffer): Promise<void> {
    if (this.#decision === undefined && this.#bytes < HELD_BYTES) {
      this.#held.push(data);
      this.#bytes += data.length;
      return;
    }
    await this.#decided.promise;
    if (this.#decision === "pass") await this.#sink(data);
  }

  /** Lets it through, or drops it, and whatever comes later. */
  async decide(decision: "pass" | "drop"): Promise<void> {
    if (this.#decision !== undefined) return;
    this.#decision = decision;
    if (decision === "pass") for (const data of this.#held.splice(0)) await this.#sink(data);
    this.#decided.resolve();
  }
}
