import type { Attachment, CallOptions } from "@moat/core";
import type { RunContext } from "./run-context.ts";

/** An attachment to a container that is still being made. */
export class EarlyAttachment implements AsyncDisposable {
  readonly #attach: (id: string) => Promise<Attachment>;
  #attaching: Promise<Attachment> | undefined;

  constructor({ runtime }: Pick<RunContext, "runtime">, options: CallOptions) {
    this.#attach = (id) => runtime.streams.attach(id, options);
  }

  /** Begins to attach; a second call does nothing. */
  begin(id: string): void {
    this.#attaching ??= this.#attach(id);
    // Whoever asks for it is told; nobody does when the container came to nothing.
    this.#attaching.catch(() => {});
  }

  /** Waits for it; undefined when it was not begun. */
  async get(): Promise<Attachment | undefined> {
    return await this.#attaching;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const attachment = await this.#attaching?.catch(() => undefined);
    await attachment?.[Symbol.asyncDispose]();
  }
}
