import { describe, expect, it } from "vitest";
import { collect } from "../testing/collect.ts";
import { chunked } from "../testing/chunked.ts";
import { jsonLines } from "./json-lines.ts";

const text = '{"status":"Büro 🦦"}\r\n\n{"n":2}\n   \n{"n":3}';
const values = [{ status: "Büro 🦦" }, { n: 2 }, { n: 3 }];

describe("jsonLines", () => {
  it("reads the same values however the bytes are cut, inside a character too", async () => {
    const bytes = Buffer.from(text);
    for (let size = 1; size <= bytes.length; size += 1) {
      expect(await collect(jsonLines(chunked(bytes, size)))).toEqual(values);
    }
  });

  it("reads nothing from nothing", async () => {
    expect(await collect(jsonLines(chunked(Buffer.from("\n\n"), 1)))).toEqual([]);
  });

  it("gives what was whole and then throws when the body is cut off", async () => {
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const value of jsonLines(chunked(Buffer.from('{"n":1}\n{"n":'), 4))) seen.push(value);
    })();
    await expect(reading).rejects.toThrow(SyntaxError);
    expect(seen).toEqual([{ n: 1 }]);
  });

  it("throws on a line that is no JSON", async () => {
    await expect(collect(jsonLines(chunked(Buffer.from("<html>\n"), 100)))).rejects.toThrow(SyntaxError);
  });
});
