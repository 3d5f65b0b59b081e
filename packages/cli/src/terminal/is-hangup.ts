import type { Writable } from "node:stream";
import { systemErrorCode } from "@moat/core";

/**
 * Tells whether output failed because the terminal's window was closed. That is seen before SIGHUP comes, or without it: the
 * kernel sends it to the shell, and not every shell to its jobs.
 */
export function isHangup(stream: Writable & { readonly isTTY?: boolean }, error: unknown): boolean {
  return stream.isTTY === true && systemErrorCode(error) === "EIO";
}
