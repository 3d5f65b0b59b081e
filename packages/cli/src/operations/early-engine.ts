import { reachDocker } from "@moat/runtimes";
import type { Workbench } from "./open-context.ts";

type Reached = ReturnType<typeof reachDocker>;

/** The flags that decide which engine is asked. */
interface EngineFlags {
  readonly runtime?: string | undefined;
  readonly "dry-run": boolean;
}

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

/** The engine of a run, which says what it is while the plan is made; undefined where it is not sure to be Docker, or none is asked. */
export function engineFor({ host }: Pick<Workbench, "host">, { runtime = "", "dry-run": isDry }: EngineFlags): Reached {
  return isDry ? undefined : (begun ?? reachDocker({ ...host, runtime }));
}
