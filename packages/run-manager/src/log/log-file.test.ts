import { createHash } from "node:crypto";
import { mkdtemp, open, readFile, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { LogEntry } from "@moat/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hasLogFile, readLogFile, writeLogFile } from "./log-file.ts";

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "moat-log-"));
  path = join(directory, "log");
});

afterEach(() => rm(directory, { recursive: true, force: true }));

function entry(stream: LogEntry["stream"], data: string | Uint8Array, second = 0): LogEntry {
  const time = `2026-01-02T03:04:${String(second).padStart(2, "0")}.123456789Z`;
  return { stream, time, data: Buffer.from(data) };
}

async function* from(entries: Iterable<LogEntry>): AsyncGenerator<LogEntry> {
  yield* entries;
}

async function read(tail: number | "all" = "all"): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const item of readLogFile(path, { tail })) entries.push(item);
  return entries;
}

async function readText(tail: number | "all" = "all"): Promise<string> {
  return (await read(tail)).map(({ data }) => Buffer.from(data).toString("latin1")).join("");
}

describe("writeLogFile and readLogFile", () => {
  it("give back every byte, stream and time", async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    const entries = [entry("stdout", "out\n", 1), entry("stderr", everyByte, 2), entry("stdout", "no newline", 3)];
    await writeLogFile(path, from(entries));
    expect(await read()).toEqual(entries);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(["log"]);
  });

  it("have nothing for a run that wrote nothing, and leave out empty entries", async () => {
    await writeLogFile(path, from([entry("stdout", "")]));
    expect(await read()).toEqual([]);
    expect(await read(5)).toEqual([]);
    expect(await hasLogFile(path)).toBe(true);
  });

  it("have nothing for a missing file, or one of another kind", async () => {
    expect(await read()).toEqual([]);
    expect(await hasLogFile(path)).toBe(false);
    await writeFile(path, "some text that is no log");
    expect(await read()).toEqual([]);
    expect(await read(3)).toEqual([]);
  });

  it("cut what is longer than a frame, and put it together again", async () => {
    const data = Buffer.alloc(3 * 1024 * 1024 + 5, "abc\n");
    await writeLogFile(path, from([entry("stderr", data)]));
    expect(Buffer.concat((await read()).map((part) => part.data)).equals(data)).toBe(true);
    expect(await readText(1)).toBe("a");
    expect(await readText(3)).toBe("abc\nabc\na");
  });

  it("keep the file of who was first, and tell how much that has", async () => {
    expect(await writeLogFile(path, from([entry("stdout", "first\n")]))).toEqual({ bytes: 6, messages: 1 });
    expect(await writeLogFile(path, from([entry("stdout", "2\n")]))).toEqual({ bytes: 6, messages: 1 });
    expect(await readText()).toBe("first\n");
    expect(await readdir(directory)).toEqual(["log"]);
  });

  it("leave nothing when the source fails, and keep the file that was there", async () => {
    await writeLogFile(path, from([entry("stdout", "first\n")]));
    async function* failing(): AsyncGenerator<LogEntry> {
      yield entry("stdout", "second\n");
      throw new Error("engine gone");
    }
    await expect(writeLogFile(path, failing())).rejects.toThrow("engine gone");
    expect(await readdir(directory)).toEqual(["log"]);
    expect(await readText()).toBe("first\n");
  });

  it("leave nothing when it is not confirmed", async () => {
    const writing = writeLogFile(path, from([entry("stdout", "x")]), {
      confirm: () => Promise.reject(new Error("container gone")),
    });
    await expect(writing).rejects.toThrow("container gone");
    expect(await readdir(directory)).toEqual([]);
  });

  it("say which directory could not be used", async () => {
    await expect(writeLogFile(join(directory, "missing", "log"), from([]))).rejects.toMatchObject({
      code: "HOME_UNUSABLE",
    });
  });

  it.each([
    ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000000Z"],
    ["2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.100000000Z"],
    ["2026-01-02T05:04:05.000000001+02:00", "2026-01-02T03:04:05.000000001Z"],
    ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000000Z"],
    ["not a time", "1970-01-01T00:00:00.000000000Z"],
  ])("write the time %s as %s", async (time, expected) => {
    await writeLogFile(path, from([{ ...entry("stdout", "x"), time }]));
    expect((await read())[0]?.time).toBe(expected);
  });
});

describe("the last lines", () => {
  const lines = [
    entry("stdout", "one\ntwo\n"),
    entry("stderr", "thr"),
    entry("stderr", "ee\n\n"),
    entry("stdout", "five\nsix"),
  ];
  const expected = new Map<number, string>([
    [0, ""],
    [1, "six"],
    [2, "five\nsix"],
    [3, "\nfive\nsix"],
    [4, "three\n\nfive\nsix"],
    [5, "two\nthree\n\nfive\nsix"],
    [6, "one\ntwo\nthree\n\nfive\nsix"],
    [7, "one\ntwo\nthree\n\nfive\nsix"],
  ]);

  it.each([...expected])("%d", async (tail, text) => {
    await writeLogFile(path, from(lines));
    expect(await readText(tail)).toBe(text);
  });

  it.each([...expected])("%d of a file that has lost its end", async (tail, text) => {
    await writeLogFile(path, from(lines));
    await truncate(path, (await stat(path)).size - 1);
    expect(await readText(tail)).toBe(text);
  });

  it("of output that ends with a newline do not count it as a line", async () => {
    await writeLogFile(path, from([entry("stdout", "a\nb\n"), entry("stderr", "c"), entry("stdout", "\n")]));
    expect(await readText(1)).toBe("c\n");
    expect(await readText(2)).toBe("b\nc\n");
  });

  it("are the same for every cut of the same bytes into entries", async () => {
    const text = "a\n\nbb\nccc\n\n\ndddd";
    for (let size = 1; size <= text.length; size += 1) {
      const parts = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      await rm(path, { force: true });
      await writeLogFile(path, from(parts.map((part) => entry("stdout", part))));
      for (let tail = 1; tail < 9; tail += 1) {
        expect(await readText(tail)).toBe(text.split("\n").slice(-tail).join("\n"));
      }
    }
  });
});

describe("a damaged file", () => {
  it("gives what is whole, wherever it is cut", async () => {
    const entries = [entry("stdout", "one\n"), entry("stderr", "two\n"), entry("stdout", "three\n")];
    await writeLogFile(path, from(entries));
    const whole = await readFile(path);
    for (let size = 0; size < whole.length; size += 1) {
      await writeFile(path, whole.subarray(0, size));
      const found = await read();
      expect(found).toEqual(entries.slice(0, found.length));
      expect(await readText(1)).toBe(found.length === 0 ? "" : Buffer.from(found.at(-1)?.data ?? []).toString());
    }
  });

  it("gives what is before the damage", async () => {
    await writeLogFile(path, from([entry("stdout", "one\n"), entry("stdout", "two\n"), entry("stdout", "three\n")]));
    const handle = await open(path, "r+");
    await handle.write(Buffer.from([0xff, 0xff, 0xff, 0xff]), 0, 4, 8 + 21 + 9);
    await handle.close();
    expect(await readText()).toBe("one\n");
    expect(await readText(3)).toBe("one\n");
  });
});

describe("a large log", { timeout: 60_000 }, () => {
  it("takes no more memory than a small one, and gives its last lines without being read", async () => {
    const chunk = Buffer.alloc(16 * 1024, "0123456789abcde\n");
    const count = 16 * 1024;
    const written = createHash("sha256");
    async function* many(): AsyncGenerator<LogEntry> {
      for (let index = 0; index < count; index += 1) {
        const data = Buffer.from(chunk);
        data.writeUInt32BE(index, 0);
        written.update(data);
        yield entry(index % 2 === 0 ? "stdout" : "stderr", data);
      }
    }
    const before = process.memoryUsage.rss();
    await writeLogFile(path, many());
    const found = createHash("sha256");
    for await (const { data } of readLogFile(path, { tail: "all" })) found.update(data);
    expect(found.digest("hex")).toBe(written.digest("hex"));
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);

    // With its beginning destroyed the end can only come from the end.
    const handle = await open(path, "r+");
    await handle.write(Buffer.alloc(1024 * 1024), 0, 1024 * 1024, 8);
    await handle.close();
    expect(await readText()).toBe("");
    expect((await readText(100_000)).length).toBe(1_600_000);
  });
});
