/** An engine waits about twice as long, once the command has ended, for whoever has not read all of its output. */
const SLOT_MS = 1000;
/** Less than what somebody keeps waiting who is waited for all the time. */
const SLOW_MS = 700;

/** Tells whether a command's output was kept waiting at the end, by its reader or by a disk: then the engine may have given up on the rest. */
export class ReaderPace {
  readonly #clock: () => number;
  #slot = 0;
  #waited = 0;
  #waitedBefore = 0;

  constructor(clock: () => number = () => process.uptime() * 1000) {
    this.#clock = clock;
  }

  /** Gives something away, and waits until there is room for more. */
  async give(hand: () => Promise<void>): Promise<void> {
    const from = this.#clock();
    await hand();
    const to = this.#clock();
    this.#turn(to);
    this.#waited += to - from;
  }

  /** Whether most of the last one or two seconds was spent waiting. */
  get isSlow(): boolean {
    this.#turn(this.#clock());
    return this.#waited + this.#waitedBefore > SLOW_MS;
  }

  #turn(now: number): void {
    const slot = Math.floor(now / SLOT_MS);
    if (slot === this.#slot) return;
    this.#waitedBefore = slot === this.#slot + 1 ? this.#waited : 0;
    this.#waited = 0;
    this.#slot = slot;
  }
}
