import { describe, expect, it } from "vitest";
import { parseCopyOperand, planCopy } from "./copy-operand.ts";

describe("parseCopyOperand", () => {
  it.each([
    ["a", { kind: "host", path: "a" }],
    ["./a:b", { kind: "host", path: "./a:b" }],
    ["/x:y/z", { kind: "host", path: "/x:y/z" }],
    ["-x", { kind: "host", path: "-x" }],
    ["r:a", { kind: "run", run: "r", path: "/workspace/a" }],
    ["r:.", { kind: "run", run: "r", path: "/workspace" }],
    ["r:/a/../b/.", { kind: "run", run: "r", path: "/b" }],
    ["r:/a/", { kind: "run", run: "r", path: "/a/" }],
    ["r:-a b:c", { kind: "run", run: "r", path: "/workspace/-a b:c" }],
    ["r:/", { kind: "run", run: "r", path: "/" }],
  ])("%s", (word, expected) => {
    expect(parseCopyOperand(word)).toEqual(expected);
  });
});

describe("planCopy", () => {
  it("copies in or out, several at once", () => {
    expect(planCopy(["a", "b", "r:/tmp/"])).toEqual({
      kind: "in",
      run: "r",
      sources: ["a", "b"],
      destination: "/tmp/",
    });
    expect(planCopy(["r:a", "r:/b", "."])).toEqual({
      kind: "out",
      run: "r",
      sources: ["/workspace/a", "/b"],
      destination: ".",
    });
  });

  it.each([
    [["r:a"]],
    [[]],
    [["a", "b"]],
    [["r:a", "s:b"]],
    [["r:a", "s:b", "."]],
    [["a", "r:b", "."]],
    [["r:/", "."]],
    [["r:", "."]],
    [[":a", "."]],
    [["", "r:a"]],
  ])("refuses %j", (words) => {
    expect(() => planCopy(words)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});
