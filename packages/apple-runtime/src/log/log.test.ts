import { mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogEntry } from "@moat/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lastLines } from "./last-lines.ts";
import { LogWriter } from "./log-writer.ts";
import { type LogPosition, readLog, readTail } from "./read-log.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "moat-log-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function write(limitBytes: number, ...pieces: readonly string[]): Promise<void> {
  const writer = new LogWriter(directory, limitBytes);
  for (const piece of pieces) await writer.append(piece.startsWith("!") ? "stderr" : "stdout", Buffer.from(piece));
  await writer.close();
}

async function readAll(from: LogPosition = { segment: 1, offset: 0 }, since = "") {
  const entries: LogEntry[] = [];
  const reading = readLog(directory, from, since);
  for (;;) {
    const step = await reading.next();
    if (step.done === true) return { entries, end: step.value };
    entries.push(step.value);
  }
}

const texts = (entries: readonly LogEntry[]) => entries.map(({ data }) => Buffer.from(data).toString());

function entry(text: string): LogEntry {
  return { stream: text.startsWith("!") ? "stderr" : "stdout", data: Buffer.from(text), time: "" };
}

describe("a log", () => {
  it("gives back what was written: bytes, streams, and times that never go back", async () => {
    await write(0, "a\nb", "!b", "", "c".repeat(3_000_000));
    const { entries } = await readAll();
    expect(texts(entries)).toEqual(["a\n", "b", "!b", "c".repeat(3_000_000)]);
    expect(entries.map(({ stream }) => stream)).toEqual(["stdout", "stdout", "stderr", "stdout"]);
    const times = entries.map(({ time }) => time);
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size).toBe(4);
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
  });

  it("is read on from where it was left, and from a time on", async () => {
    const writer = new LogWriter(directory, 0);
    await writer.append("stdout", Buffer.from("one"));
    const { end } = await readAll();
    await writer.append("stdout", Buffer.from("two"));
    const later = await readAll(end);
    expect(texts(later.entries)).toEqual(["two"]);
    expect(texts((await readAll({ segment: 1, offset: 0 }, later.entries[0]?.time)).entries)).toEqual(["two"]);
    expect(texts((await readAll(later.end)).entries)).toEqual([]);
    await writer.close();
  });

  it("drops its oldest part when it would be too long", async () => {
    const piece = `${"x".repeat(10_000)}\n`;
    await write(256 * 1024, ...Array.from({ length: 200 }, (_, index) => `${index} ${piece}`));
    const { entries } = await readAll();
    const bytes = entries.reduce((sum, { data }) => sum + data.length, 0);
    expect(bytes).toBeLessThan(400 * 1024);
    expect(texts(entries).at(-1)).toBe(`199 ${piece}`);
    expect((await readdir(directory)).length).toBeGreaterThan(1);
    const { entries: tail } = await readTail(directory, 30, "");
    expect(texts(tail)).toEqual(texts(entries).slice(-30));
  });

  it("has no half of a piece at its end", async () => {
    await write(0, "whole", "half");
    await truncate(join(directory, "00000001.log"), 13 + 5 + 13 + 2);
    expect(texts((await readAll()).entries)).toEqual(["whole"]);
    expect(texts((await readTail(directory, 5, "")).entries)).toEqual(["whole"]);
  });

  it("that is not there is empty", async () => {
    await rm(directory, { recursive: true });
    expect((await readAll()).entries).toEqual([]);
    expect((await readTail(directory, 5, "")).entries).toEqual([]);
  });
});

describe("the last lines", () => {
  it.each([
    [0, []],
    [1, ["c"]],
    [2, ["!err\n", "c"]],
    [3, ["b1", "!err\n", "b2\n", "c"]],
    [9, ["a\n", "b1", "!err\n", "b2\n", "c"]],
  ])("%i: lines of both streams count, a line in pieces is one, the last needs no newline", (count, expected) => {
    expect(texts(lastLines(["a\nb1", "!err\n", "b2\nc"].map(entry), count))).toEqual(expected);
  });
});
