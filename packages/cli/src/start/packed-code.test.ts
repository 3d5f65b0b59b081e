import { expect, it } from "vitest";
import { packCode, unpackCode } from "./packed-code.ts";

const code = new Map([
  ["main.cjs", { identity: "main, as it was", made: Buffer.from([0, 255, 7]) }],
  ["run.cjs", { identity: "", made: Buffer.from("made of run") }],
]);

it("gives back what was packed", () => {
  expect(unpackCode(packCode(code))).toEqual(code);
  expect(unpackCode(packCode(new Map()))).toEqual(new Map());
});

it("gives what is whole of what was cut off, wherever that is, and nothing of what is none", () => {
  const packed = packCode(code);
  for (let size = 0; size < packed.length; size += 1) {
    const cut = unpackCode(packed.subarray(0, size));
    expect([...cut]).toEqual([...code].slice(0, cut.size));
    expect(cut.size).toBeLessThan(code.size);
  }
  expect(unpackCode(Buffer.alloc(100))).toEqual(new Map());
  expect(unpackCode(packed.subarray(1))).toEqual(new Map());
});
