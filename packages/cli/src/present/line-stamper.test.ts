import { describe, expect, it } from "vitest";
import { LineStamper } from "./line-stamper.ts";

describe("LineStamper", () => {
  it("puts a time before each line of each stream, and one before a line in pieces", () => {
    const stamper = new LineStamper();
    const stamp = (time: string, stream: "stdout" | "stderr", text: string) =>
      Buffer.from(stamper.stamp({ time, stream, data: Buffer.from(text) })).toString();
    expect(stamp("1", "stdout", "a\nb\nc")).toBe("1 a\n1 b\n1 c");
    expect(stamp("2", "stderr", "e\n")).toBe("2 e\n");
    expect(stamp("3", "stdout", "d\n\n")).toBe("d\n3 \n");
    expect(stamp("4", "stdout", "")).toBe("");
  });
});
