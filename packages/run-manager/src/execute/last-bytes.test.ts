import { describe, expect, it } from "vitest";
import { lastBytes } from "./last-bytes.ts";

describe("lastBytes", () => {
  it("keeps the last pieces, at least so many bytes, and hands on those before them in order", () => {
    const dropped: string[] = [];
    const last = lastBytes(4, (data) => dropped.push(Buffer.from(data).toString()));
    for (const piece of ["ab", "cd", "e", "fgh"]) last.push(Buffer.from(piece));
    expect([last.bytes().toString(), dropped]).toEqual(["efgh", ["ab", "cd"]]);
  });

  it("keeps one piece that is longer, and everything when there is little", () => {
    const last = lastBytes(4);
    last.push(Buffer.from("abc"));
    expect(last.bytes().toString()).toBe("abc");
    last.push(Buffer.from("defghi"));
    expect(last.bytes().toString()).toBe("defghi");
  });
});
