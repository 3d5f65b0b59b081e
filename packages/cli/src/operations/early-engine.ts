import { reachDocker } from "@moat/runtimes";

type Reached = ReturnType<typeof reachDocker>;

/** What says which engine is asked, or that none is: then the words have to be understood first. */
const DECIDES_ENGINE = /^(?:--dry-run|--runtime|--help|-h)/;

let begun: Reached;

/**
 * Begins to ask the engine for a `moat run` with these words, before all the rest of moat is loaded; returns once the question is on its
 * way. Never throws.
 */
export async function beginEngine(words: readonly string[]): Promise<void> {
  const end = words.indexOf("--");
  const own = end < 0 ? words : words.slice(0, end);
  if (own.some((word) => DECIDES_ENGINE.test(word))) return;
  begun = reachDocker({});
  await begun?.catch(() => {});
}

/** The engine that is being asked already; undefined where none is. */
export function begunEngine(): Reached {
  return begun;
}
