import { Writable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { type OutputEnd, outputSink } from "./process-streams.ts";

/** A stream whose reader takes nothing until it is told to. */
function slowStream() {
  const taken: string[] = [];
  const pending: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 4,
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString());
      pending.push(done);
    },
  });
  return { stream, taken, takeOne: () => pending.shift()?.() };
}

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol("open");
  const turn = new Promise((resolve) => {
    setImmediate(() => resolve(open));
  });
  return (await Promise.race([promise, turn])) !== open;
}

describe("outputSink", () => {
  it("waits while the reader is slow, and not longer", async () => {
    const { stream, taken, takeOne } = slowStream();
    const sink = outputSink(stream, () => {});
    expect(await settled(sink(Buffer.from("ab")))).toBe(true);
    const second = sink(Buffer.from("cdef"));
    expect(await settled(second)).toBe(false);
    takeOne();
    expect(await settled(second)).toBe(false);
    takeOne();
    await second;
    expect(taken).toEqual(["ab", "cdef"]);
    expect(stream.listenerCount("drain")).toBe(0);
    expect(stream.listenerCount("close")).toBe(0);
  });

  it("tells once that the reader has gone, frees who waits, and drops the rest", async () => {
    const { stream, taken } = slowStream();
    const onClosed = vi.fn<(end: OutputEnd) => void>();
    const sink = outputSink(stream, onClosed);
    const waiting = sink(Buffer.from("abcdef"));
    expect(await settled(waiting)).toBe(false);
    stream.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    await waiting;
    await sink(Buffer.from("late"));
    await sink(Buffer.alloc(100));
    expect(onClosed.mock.calls).toEqual([["unread"]]);
    expect(taken).toEqual(["abcdef"]);
  });

  it.for([
    { isTTY: true, code: "EIO", end: "hangup" },
    { isTTY: true, code: "EPIPE", end: "unread" },
    { isTTY: undefined, code: "EIO", end: "unread" },
  ])("tells what $code means where isTTY is $isTTY: $end", async ({ isTTY, code, end }) => {
    const { stream } = slowStream();
    const onClosed = vi.fn<(end: OutputEnd) => void>();
    outputSink(Object.assign(stream, { isTTY }), onClosed);
    stream.destroy(Object.assign(new Error(`write ${code}`), { code }));
    await vi.waitFor(() => expect(onClosed.mock.calls).toEqual([[end]]));
  });

  it("frees who waits when the stream is closed without an error", async () => {
    const { stream } = slowStream();
    const sink = outputSink(stream, () => {});
    const waiting = sink(Buffer.from("abcdef"));
    stream.destroy();
    await waiting;
    expect(await settled(sink(Buffer.from("late")))).toBe(true);
  });
});
