import { closeSync, openSync, readSync } from "node:fs";

/**
 * Makes random lowercase hexadecimal digits, two a byte, for names that nobody else has. From the system itself: loading all of Node's
 * cryptography for them would take longer than anything else that is done with a name.
 */
export function randomHex(bytes: number): string {
  const random = Buffer.alloc(bytes);
  const source = openSync("/dev/urandom", "r");
  try {
    for (let read = 0; read < bytes;) read += readSync(source, random, read, bytes - read, null);
  } finally {
    closeSync(source);
  }
  return random.toString("hex");
}
