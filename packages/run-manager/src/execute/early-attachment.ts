import type { Attachment, CallOptions } from "@moat/core";
import { AwaitedEnd } from "./awaited-end.ts";
import type { RunContext } from "./run-context.ts";

/** An attachment to a container that is still being made, and the wait for its end. */
export class EarlyAttachment implements AsyncDisposable {
  readonly #context: Pick<RunContext, "runtime">;
  readonly #options: CallOptions;
  readonly #isEndAwaited: boolean;
  #attaching: Promise<Attachment> | undefined;
  #end: AwaitedEnd | undefined;

  constructor(
    context: Pick<RunContext, "runtime">,
    { isEndAwaited, ...options }: CallOptions & { readonly isEndAwaited: boolean },
  ) {
    this.#context = context;
    this.#options = options;
    this.#isEndAwaited = isEndAwaited;
  }

  /** Begins to attach; a second call does nothing. */
  begin(id: string): void {
    if (this.#attaching !== undefined) return;
    this.#attaching = this.#context.runtime.streams.attach(id, this.#options);
    // Whoever asks for it is told; nobody does when the container came to nothing.
    this.#attaching.catch(() => {});
    if (this.#isEndAwaited) this.#end = new AwaitedEnd(this.#context, id, this.#options);
  }

  /** Waits for it; undefined when it was not begun. */
  async get(): Promise<Attachment | undefined> {
    return await this.#attaching;
  }

  /** The end of the container; undefined when nobody is to wait for it. */
  get end(): AwaitedEnd | undefined {
    return this.#end;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end?.[Symbol.dispose]();
    const attachment = await this.#attaching?.catch(() => undefined);
    await attachment?.[Symbol.asyncDispose]();
  }
}
