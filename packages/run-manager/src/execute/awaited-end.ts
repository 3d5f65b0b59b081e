import type { CallOptions, ContainerExit } from "@moat/core";
import type { RunContext } from "./run-context.ts";

/** The end of a container, waited for since before its start. */
export class AwaitedEnd implements Disposable {
  readonly #over = new AbortController();
  readonly #exit: Promise<ContainerExit>;
  #hasGap = false;

  constructor({ runtime }: Pick<RunContext, "runtime">, id: string, { signal }: CallOptions) {
    const signals = signal === undefined ? this.#over.signal : AbortSignal.any([signal, this.#over.signal]);
    this.#exit = runtime.containers.wait(id, { signal: signals, onGap: () => (this.#hasGap = true) });
    // Whoever asks is told.
    this.#exit.catch(() => (this.#hasGap = true));
  }

  /** Whether the engine was out of sight for a while: it may have been restarted, and have cut all connections. */
  get hasGap(): boolean {
    return this.#hasGap;
  }

  /** Waits for it; rejects with what the runtime's `wait` throws. */
  async exit(): Promise<ContainerExit> {
    return await this.#exit;
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }
}
