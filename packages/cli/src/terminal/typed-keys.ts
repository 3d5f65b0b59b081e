import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import type { EscapeKeys } from "./escape-keys.ts";

/** How long the beginning of a sequence is held back when nothing follows. */
export const HOLD_MS = 500;

/** How typed keys are watched. */
export interface TypedKeysOptions {
  readonly escape: EscapeKeys;
  readonly holdMs: number;
  readonly onDetach: () => void;
}

/** Passes typed keys on until the escape keys come; then it calls `onDetach`, and never ends. */
export async function* typedKeys(
  input: AsyncIterable<Uint8Array>,
  { escape, holdMs, onDetach }: TypedKeysOptions,
): AsyncGenerator<Uint8Array> {
  const chunks = input[Symbol.asyncIterator]();
  let next = chunks.next();
  for (;;) {
    const result = escape.isHolding ? await withinHold(next, holdMs) : await next;
    if (result === "late") {
      yield escape.release();
      continue;
    }
    if (result.done === true) break;
    const { pass, detached } = escape.type(result.value);
    if (pass.length > 0) yield pass;
    if (detached) {
      onDetach();
      // The end of the keys would be the end of the command's input.
      await new Promise(() => {});
    }
    next = chunks.next();
  }
  if (escape.isHolding) yield escape.release();
}

async function withinHold<T>(next: Promise<T>, holdMs: number): Promise<T | "late"> {
  const answered = new AbortController();
  try {
    const first = await Promise.race([next, delay(holdMs, "late" as const, { signal: answered.signal })]);
    if (first !== "late") return first;
    // A process that was held up itself is told of the time before it is told of keys that came long within it.
    await nextTurn();
    return await Promise.race([next, nextTurn("late" as const)]);
  } finally {
    answered.abort();
  }
}
