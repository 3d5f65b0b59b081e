/** What the engine adds to a message in its log, at the very most: its own framing, the time, the stream's name. */
const FRAMING_BYTES = 64;

/** What is known of a run's output when its log is saved. */
export interface OutputFacts {
  /** The bound of the engine's log; 0 for none. */
  readonly logBytes: number;
  /** Bytes that were saved. */
  readonly savedBytes: number;
  /** How many messages of the engine's log they were in. */
  readonly savedMessages: number;
  /** Bytes that the command wrote, where somebody watched it from its start to its end. */
  readonly writtenBytes: number | undefined;
}

/**
 * Tells how many bytes of output the engine's bound has cost; null when there may be some, and nobody counted. An
 * engine drops its oldest file of four when a fifth would begin: so as long as what it has is less than three quarters of
 * the bound, nothing was dropped. Pure.
 */
export function droppedBytes({ logBytes, savedBytes, savedMessages, writtenBytes }: OutputFacts): number | null {
  const largest = savedBytes + savedMessages * FRAMING_BYTES;
  if (logBytes === 0 || largest < (logBytes / 4) * 3) return 0;
  return writtenBytes === undefined ? null : Math.max(0, writtenBytes - savedBytes);
}
