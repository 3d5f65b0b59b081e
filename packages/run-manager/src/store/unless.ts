import { systemErrorCode } from "@moat/core";

/** Waits for a system call and swallows these codes; returns the given value in their place. */
export async function unless<T>(codes: readonly string[], call: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (codes.includes(systemErrorCode(error))) return otherwise;
    throw error;
  }
}
