import type { RunContext } from "@moat/run-manager";

/** An engine that is opened when it is first needed. */
export interface LazyContext extends AsyncDisposable {
  /** Opens the engine at the first call; every call gets the same, or the same failure. */
  readonly open: () => Promise<RunContext>;
}

/** Opens an engine once at most, however many ask for it, and lets go of it at the end. */
export function openOnce(open: () => Promise<RunContext>): LazyContext {
  let opened: Promise<RunContext> | undefined;
  return {
    open: () => (opened ??= open()),
    async [Symbol.asyncDispose]() {
      const context = await opened?.catch(() => undefined);
      await context?.runtime[Symbol.asyncDispose]();
    },
  };
}
