import { lastBytes } from "@moat/run-manager";
import { terminalModes } from "./terminal-modes.ts";

/** The end of what a command has written to its terminal. */
export interface ScreenHistory {
  see(data: Uint8Array): void;
  /** What draws the same screen as all of it, when an emulator reads it. */
  bytes(): Buffer;
}

/** What the emulator reads at most: enough for any screen, and it takes a fraction of a second. */
const KEPT_BYTES = 2 * 1024 * 1024;

/**
 * Keeps the last bytes of any amount of output, and of what came before the modes that it left the terminal in. Pure,
 * but for what it keeps.
 */
export function screenHistory(keptBytes = KEPT_BYTES): ScreenHistory {
  const before = terminalModes();
  const last = lastBytes(keptBytes, (data) => before.see(data));
  return {
    see: (data) => last.push(data),
    bytes: () => Buffer.concat([Buffer.from(before.enter()), last.bytes()]),
  };
}
