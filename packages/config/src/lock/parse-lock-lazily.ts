import type { Lock } from "./lock.ts";

/**
 * Parses as `parseLock` does, and loads the parser only now.
 *
 * @throws ConfigError with the code `LOCK_INVALID` and every problem of the file, and nothing else.
 */
export async function parseLockLazily(input: string | Uint8Array, source: { readonly file: string }): Promise<Lock> {
  const { parseLock } = await import("./parse-lock.ts");
  return parseLock(input, source);
}
