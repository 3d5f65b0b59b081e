import { expect, it } from "vitest";
import { LineFrames } from "./line-frames.ts";

const text = (pieces: readonly Uint8Array[]) => Buffer.concat(pieces).toString();

it("keeps lines together however they are cut", () => {
  const bytes = Buffer.from("one\ntwo\n\nthree, which is longer\nthe last");
  for (let size = 1; size <= bytes.length; size += 1) {
    const frames = new LineFrames();
    const parts: string[] = [];
    for (let at = 0; at < bytes.length; at += size)
      parts.push(...frames.push({ stream: "stdout", data: bytes.subarray(at, at + size) }).map(text));
    expect(parts.every((part) => part.endsWith("\n"))).toBe(true);
    const rest = frames.rest().map(([, pieces]) => text(pieces));
    expect([...parts, ...rest].join("")).toBe(bytes.toString());
    expect(rest).toEqual(["the last"]);
  }
});

it("knows the streams apart", () => {
  const frames = new LineFrames();
  expect(frames.push({ stream: "stdout", data: Buffer.from("out") })).toEqual([]);
  expect(frames.push({ stream: "stderr", data: Buffer.from("err\n") }).map(text)).toEqual(["err\n"]);
  expect(frames.push({ stream: "stdout", data: Buffer.from("put\n") }).map(text)).toEqual(["output\n"]);
  expect(frames.rest()).toEqual([]);
});

it("does not hold on to memory that is used again", () => {
  const frames = new LineFrames();
  const memory = Buffer.from("begun");
  frames.push({ stream: "stdout", data: memory });
  memory.fill("x");
  expect(frames.push({ stream: "stdout", data: Buffer.from(".\n") }).map(text)).toEqual(["begun.\n"]);
});

it("cuts what is too long for a line, or for a frame, and loses nothing", () => {
  const frames = new LineFrames();
  const parts: Buffer[] = [];
  const all: Buffer[] = [];
  for (const size of [15_000, 1000, 400, 3_000_000, 10, 2 ** 20, 16_383, 1]) {
    const data = Buffer.alloc(size, String(size));
    all.push(data);
    parts.push(...frames.push({ stream: "stdout", data }).map((pieces) => Buffer.concat(pieces)));
  }
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(2 ** 20);
  parts.push(...frames.rest().map(([, pieces]) => Buffer.concat(pieces)));
  expect(Buffer.concat(parts).equals(Buffer.concat(all))).toBe(true);
});
