/** An engine's clock: RFC 3339 with nanoseconds, and no two times are the same. */
export class EngineClock {
  #last = 0n;

  /** The time now, later than every time before. */
  now(): string {
    const now = BigInt(Date.now()) * 1_000_000n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    const seconds = new Date(Number(this.#last / 1_000_000n)).toISOString().slice(0, 19);
    return `${seconds}.${String(this.#last % 1_000_000_000n).padStart(9, "0")}Z`;
  }
}
