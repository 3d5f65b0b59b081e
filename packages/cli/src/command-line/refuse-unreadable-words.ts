import { readFileSync } from "node:fs";
import { isUtf8 } from "node:buffer";
import { MoatError } from "@moat/core";

/**
 * Refuses words that are no UTF-8: Node.js has replaced what it could not read, and the command would get other bytes
 * than were typed. Throws `USAGE`. Where the original cannot be looked at, a replacement character is believed.
 */
export function refuseUnreadableWords(argv: readonly string[]): void {
  if (!argv.some((word) => word.includes("\uFFFD"))) return;
  let original: Buffer;
  try {
    original = readFileSync("/proc/self/cmdline");
  } catch {
    return;
  }
  if (isUtf8(original)) return;
  throw new MoatError("USAGE", "An argument is not valid UTF-8, and would not reach the command unchanged.", {
    hint: "Write the bytes to a file in the workspace, and have the command read that.",
  });
}
