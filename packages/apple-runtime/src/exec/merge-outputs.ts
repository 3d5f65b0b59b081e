import type { OutputChunk } from "@moat/core";

type StreamName = OutputChunk["stream"];

/** One stream of output from several, in the order in which they come; each waits until what it gave was taken. */
export async function* mergeOutputs(
  sources: readonly (readonly [StreamName, AsyncIterable<Buffer>])[],
): AsyncGenerator<OutputChunk> {
  const next = async (stream: StreamName, iterator: AsyncIterator<Buffer>) => {
    const result = await iterator.next().catch((): IteratorResult<Buffer> => ({ done: true, value: undefined }));
    return { stream, iterator, result };
  };
  const pending = new Map<AsyncIterator<Buffer>, ReturnType<typeof next>>();
  for (const [stream, source] of sources) {
    const iterator = source[Symbol.asyncIterator]();
    pending.set(iterator, next(stream, iterator));
  }
  while (pending.size > 0) {
    const { stream, iterator, result } = await Promise.race(pending.values());
    if (result.done === true) pending.delete(iterator);
    else {
      pending.set(iterator, next(stream, iterator));
      yield { stream, data: result.value };
    }
  }
}
