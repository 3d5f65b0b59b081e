import type { Diagnostics, Runtime } from "@moat/core";
import type { RunStore } from "../run-store.ts";
import type { JsonCache } from "../store/json-cache.ts";

/** What every operation on runs works with. */
export interface RunContext {
  readonly runtime: Runtime;
  readonly store: RunStore;
  readonly diagnostics: Diagnostics;
  /** Remembers what images contain, by their content. */
  readonly cache: JsonCache;
}
