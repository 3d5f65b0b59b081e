import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { watchOutput, watchStream } from "./watch-output.ts";

describe("watchStream", () => {
  it("waits for a last short write, of which nobody was told to wait for room", async () => {
    const written: (() => void)[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (chunk.length === 0) done();
        else written.push(done);
      },
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- What is used of it is a stream's.
    const output = watchStream(stream as NodeJS.WriteStream);
    expect(stream.write("short")).toBe(true);
    const settled = output.settle();
    setTimeout(() => written.shift()?.(), 20);
    expect(await settled).toBeUndefined();
    expect(stream.writableLength).toBe(0);
  });
});

describe("watchOutput", () => {
  it("makes no stream that nobody uses, and watches one that somebody does from its first use on", async () => {
    const property = Object.getOwnPropertyDescriptor(process, "stdout") ?? {};
    let made = 0;
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error("no room")) });
    const get = () => {
      made += 1;
      return stream;
    };
    Object.defineProperty(process, "stdout", { configurable: true, get });
    try {
      const output = watchOutput("stdout");
      expect(await output.settle()).toBeUndefined();
      expect(made).toBe(0);
      process.stdout.write("text");
      expect(Object.getOwnPropertyDescriptor(process, "stdout")).toMatchObject({ get });
      expect((await output.settle())?.message).toBe("no room");
    } finally {
      Object.defineProperty(process, "stdout", property);
    }
  });
});
