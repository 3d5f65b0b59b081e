import type { OutputChunk } from "@moat/core";
import { describe, expect, it } from "vitest";
import { readAhead } from "./read-ahead.ts";

/** A stream that counts what was asked of it, and may break at its end. */
function source(texts: readonly string[], error?: Error) {
  const asked = { chunks: 0 };
  const stream = async function* (): AsyncGenerator<OutputChunk> {
    for (const text of texts) {
      asked.chunks += 1;
      yield { stream: "stdout", data: Buffer.from(text) };
    }
    if (error !== undefined) throw error;
  };
  return { asked, stream: stream() };
}

async function textOf(output: AsyncIterable<OutputChunk>): Promise<string> {
  let text = "";
  for await (const { data } of output) text += Buffer.from(data).toString();
  return text;
}

describe("readAhead", () => {
  it("has what comes before anybody takes it, and then all of it in order", async () => {
    const { stream } = source(["a", "b", "c"]);
    const ahead = readAhead(stream, 100);
    await ahead.reaches(3, 60_000);
    expect(ahead.waiting().toString()).toBe("abc");
    expect(await textOf(ahead.output)).toBe("abc");
  });

  it("reads no further than its bound until somebody takes", async () => {
    const { stream, asked } = source(["aaaa", "bbbb", "cccc"]);
    const ahead = readAhead(stream, 5);
    await ahead.reaches(1000, 60_000);
    expect(ahead.waiting().toString()).toBe("aaaabbbb");
    expect(asked.chunks).toBe(2);
    expect(await textOf(ahead.output)).toBe("aaaabbbbcccc");
  });

  it("waits no longer than it may, nor for what cannot come", async () => {
    const never: AsyncIterable<OutputChunk> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const silent = readAhead(never, 100);
    await silent.reaches(1, 1);
    expect(silent.waiting().length).toBe(0);
    const short = readAhead(source(["a"]).stream, 100);
    await short.reaches(2, 60_000);
    expect(short.waiting().toString()).toBe("a");
  });

  it("tells of a broken stream whoever takes it, after what came before", async () => {
    const ahead = readAhead(source(["a"], new Error("broken")).stream, 100);
    await ahead.reaches(2, 60_000);
    const chunks = ahead.output[Symbol.asyncIterator]();
    expect(Buffer.from((await chunks.next()).value?.data ?? "").toString()).toBe("a");
    await expect(chunks.next()).rejects.toThrow("broken");
  });
});
