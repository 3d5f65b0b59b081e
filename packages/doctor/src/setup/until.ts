import { setTimeout } from "node:timers/promises";

const INTERVAL_MS = 100;

/** Asks again and again until the answer is yes; false when it has not been in time. */
export async function until(question: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  while (!(await question())) {
    if (Date.now() >= end) return false;
    await setTimeout(INTERVAL_MS);
  }
  return true;
}
