import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { watchOutput } from "./watch-output.ts";

describe("watchOutput", () => {
  it("waits for a last short write, of which nobody was told to wait for room", async () => {
    const held: (() => void)[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (chunk.length === 0) done();
        else held.push(done);
      },
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- What is used of it is a stream's.
    const output = watchOutput(stream as NodeJS.WriteStream);
    expect(stream.write("short")).toBe(true);
    const settled = output.settle();
    setTimeout(() => held.forEach((finish) => finish()), 20);
    expect(await settled).toBeUndefined();
    expect(stream.writableLength).toBe(0);
  });
});
