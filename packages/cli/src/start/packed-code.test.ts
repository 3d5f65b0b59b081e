import { expect, it } from "vitest";
import { packCode, unpackCode } from "./packed-code.ts";

const code = new Map([
  ["main.cjs", { source: Buffer.from("source of main, ü"), made: Buffer.from([0, 255, 7]) }],
  ["run.cjs", { source: Buffer.from("source of run"), made: Buffer.from("made of run") }],
]);

it("gives back what was packed", () => {
  expect(unpackCode(packCode(code))).toEqual(code);
  expect(unpackCode(packCode(new Map()))).toEqual(new Map());
});

it("leaves out what is damaged or cut off, wherever that is", () => {
  const packed = packCode(code);
  for (let size = 0; size < packed.length; size += 1) {
    const cut = unpackCode(packed.subarray(0, size));
    expect([...cut]).toEqual([...code].slice(0, cut.size));
    expect(cut.size).toBeLessThan(code.size);
  }
  for (let at = 0; at < packed.length; at += 1) {
    const damaged = Buffer.from(packed);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0xff, at);
    // A damaged source or name is of no file that there is; what V8 made is never given back otherwise than it was.
    for (const { made } of unpackCode(damaged).values())
      expect([...code.values()].some((whole) => whole.made.equals(made))).toBe(true);
  }
  expect(unpackCode(Buffer.alloc(100)).get("main.cjs")).toBeUndefined();
});
