/** An engine that is opened when it is first needed. */
export interface LazyContext<T> extends AsyncDisposable {
  /** Opens the engine at the first call; every call gets the same, or the same failure. */
  readonly open: () => Promise<T>;
}

/** Opens an engine once at most, however many ask for it, and lets go of it at the end. */
export function openOnce<T extends { readonly runtime: AsyncDisposable }>(open: () => Promise<T>): LazyContext<T> {
  let opened: Promise<T> | undefined;
  return {
    open: () => (opened ??= open()),
    async [Symbol.asyncDispose]() {
      const context = await opened?.catch(() => undefined);
      await context?.runtime[Symbol.asyncDispose]();
    },
  };
}
