import type { LogEntry } from "@moat/core";
import { describe, expect, it } from "vitest";
import { collect } from "../testing/collect.ts";
import { chunked } from "../testing/chunked.ts";
import { frame } from "../testing/frame.ts";
import { framedLogEntries, terminalLogEntries } from "./log-entries.ts";

const times = ["2026-01-31T12:00:00.000000001Z", "2026-01-31T12:00:00.000000002Z", "2026-01-31T12:00:00.000000003Z"];

function texts(entries: readonly LogEntry[]) {
  return entries.map(({ time, stream, data }) => [time, stream, Buffer.from(data).toString("latin1")]);
}

describe("framedLogEntries", () => {
  const wire = Buffer.concat([
    frame(1, `${times[0]} first\n`),
    frame(2, Buffer.concat([Buffer.from(`${times[1]} `), Buffer.from([0, 0xff, 0x0a])])),
    frame(1, `${times[2]} no newline`),
  ]);

  it("splits the time from the bytes, however the stream is cut", async () => {
    for (const size of [1, 7, 31, 39, 1000]) {
      expect(texts(await collect(framedLogEntries(chunked(wire, size))))).toEqual([
        [times[0], "stdout", "first\n"],
        [times[1], "stderr", "\x00\xff\n"],
        [times[2], "stdout", "no newline"],
      ]);
    }
  });

  it("throws when the stream is cut off inside a message", async () => {
    await expect(collect(framedLogEntries(chunked(wire.subarray(0, -1), 50)))).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
    });
  });
});

/** The entries of a terminal's log that comes in chunks of this size. */
function read(text: string, size: number): Promise<LogEntry[]> {
  return collect(terminalLogEntries(chunked(Buffer.from(text, "latin1"), size)));
}

describe("terminalLogEntries", () => {
  it("ends a message at its newline, an empty line's and a prompt's too", async () => {
    const wire = `${times[0]} one\r\n${times[1]} \n${times[2]} prompt> `;
    for (const size of [1, 2, 31, 33, 1000]) {
      expect(texts(await read(wire, size))).toEqual([
        [times[0], "stdout", "one\r\n"],
        [times[1], "stdout", "\n"],
        [times[2], "stdout", "prompt> "],
      ]);
    }
  });

  it("puts a line together that the engine cut into messages of 16 KiB", async () => {
    const [a, b] = ["a".repeat(16_384), "b".repeat(16_384)];
    const wire = `${times[0]} ${a}${times[1]} ${b}${times[2]} end\r\n`;
    for (const size of [1_000, 16_384, 16_415, 16_416, 100_000]) {
      expect(texts(await read(wire, size))).toEqual([
        [times[0], "stdout", a],
        [times[1], "stdout", b],
        [times[2], "stdout", "end\r\n"],
      ]);
    }
  });

  it("takes a line of exactly 16 KiB, newline included, for one message", async () => {
    const line = `${"x".repeat(16_383)}\n`;
    expect(texts(await read(`${times[0]} ${line}${times[1]} y\n`, 4_096))).toEqual([
      [times[0], "stdout", line],
      [times[1], "stdout", "y\n"],
    ]);
  });

  it("keeps a longer message whole where no time follows at the cut", async () => {
    const line = `${"x".repeat(40_000)}\n`;
    expect(texts(await read(`${times[0]} ${line}`, 10_000))).toEqual([[times[0], "stdout", line]]);
  });

  it("is not misled by a line that looks like a time", async () => {
    const line = `${times[1]} fake\n`;
    expect(texts(await read(`${times[0]} ${line}`, 9))).toEqual([[times[0], "stdout", line]]);
  });
});
