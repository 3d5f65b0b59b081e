import type { LogEntry } from "@moat/core";
import { describe, expect, it } from "vitest";
import { collect } from "../testing/collect.ts";
import { type LogRead, lastLines, startOfLastLines } from "./last-lines.ts";

const entry = (text: string): LogEntry => ({ time: "t", stream: "stdout", data: Buffer.from(text) });
const texts = (entries: readonly LogEntry[]) => entries.map(({ data }) => Buffer.from(data).toString());

/** A log that counts messages, as the engine's does, and remembers how it was asked. */
function engineLog(messages: readonly string[]) {
  const calls: LogRead[] = [];
  const read = async function* (call: LogRead): AsyncGenerator<LogEntry> {
    calls.push(call);
    yield* messages.slice(call.tail === "all" ? 0 : Math.max(0, messages.length - call.tail)).map(entry);
    if (call.follow) yield entry("later\n");
  };
  return { calls, read };
}

describe("startOfLastLines", () => {
  it.each([
    [["a\n", "b\n", "c\n"], 1, 2],
    [["a\n", "b\n", "c\n"], 2, 1],
    [["a\n", "b\n", "c\n"], 3, 0],
    [["a\n", "b\n", "c\n"], 9, 0],
    [["a\n", "lo", "ng", "er\n"], 1, 1],
    [["a\n", "b\n", "prompt"], 1, 2],
    [["a\n", "lo", "ng"], 1, 1],
    [[], 1, 0],
  ])("of %j, the last %i begin at %i", (messages, lines, start) => {
    expect(startOfLastLines(messages.map(entry), lines)).toBe(start);
  });
});

/** Reads the last lines of such a log, and tells how it was asked. */
async function readLast(messages: readonly string[], lines: number, follow = false) {
  const log = engineLog(messages);
  return { calls: log.calls, got: texts(await collect(lastLines(log.read, lines, follow))) };
}

describe("lastLines", () => {
  it("asks for more messages until the lines are whole", async () => {
    const long = Array.from({ length: 300 }, () => "x");
    const { calls, got } = await readLast(["before\n", ...long, "\n", "last\n"], 2);
    expect(got.join("")).toBe(`${"x".repeat(300)}\nlast\n`);
    expect(calls.map(({ tail }) => tail)).toEqual([18, 72, 288, 1152]);
  });

  it("stops asking when the log has no more", async () => {
    expect(await readLast(["a\n", "b\n"], 5)).toEqual({ calls: [{ follow: false, tail: 21 }], got: ["a\n", "b\n"] });
    expect((await readLast([], 5)).got).toEqual([]);
  });

  it("follows from exactly those lines on", async () => {
    const { calls, got } = await readLast(["a\n", "b", "b\n", "c\n"], 2, true);
    expect(got).toEqual(["b", "b\n", "c\n", "later\n"]);
    expect(calls.at(-1)).toEqual({ follow: true, tail: 3 });
  });

  it("gives nothing for no lines, and only what comes when it follows", async () => {
    expect(await readLast(["a\n"], 0)).toEqual({ calls: [], got: [] });
    expect(await readLast(["a\n"], 0, true)).toEqual({ calls: [{ follow: true, tail: 0 }], got: ["later\n"] });
  });
});
