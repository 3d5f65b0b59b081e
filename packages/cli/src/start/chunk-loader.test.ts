import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ChunkLoader } from "./chunk-loader.ts";
import type { Code } from "./packed-code.ts";

function bundle(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), "moat-chunks-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

interface Greeting {
  readonly greet: (name: string) => string;
}

function greeting(loader: ChunkLoader): string {
  const main: Greeting = loader.load("main.cjs");
  return main.greet("you");
}

const GREETING = 'exports.greet = (name) => `hello, ${name} of ${require("./more.cjs").place}`;';
const files = {
  "main.cjs": GREETING,
  "more.cjs": 'require("./main.cjs"); exports.place = require("node:path").basename(__filename);',
};

it("loads files that ask for each other, each once", () => {
  const loader = new ChunkLoader(bundle(files), new Map());
  expect(greeting(loader)).toBe("hello, you of more.cjs");
  expect(loader.load("main.cjs")).toBe(loader.load("main.cjs"));
  expect(loader.isComplete).toBe(false);
});

it("takes what was kept of a file, and nothing that was kept before it changed", () => {
  const directory = bundle(files);
  const first = new ChunkLoader(directory, new Map());
  greeting(first);
  const kept = first.code();
  const again = new ChunkLoader(directory, kept);
  expect(greeting(again)).toBe("hello, you of more.cjs");
  expect(again.isComplete).toBe(true);

  // To the same length, which is all that V8 looks at, and with its old time.
  const file = join(directory, "main.cjs");
  const { atime, mtime } = statSync(file);
  writeFileSync(file, GREETING.replace("hello", "howdy"));
  utimesSync(file, atime, mtime);
  const changed = new ChunkLoader(directory, kept);
  expect(greeting(changed)).toMatch(/^howdy/);
  expect(changed.isComplete).toBe(false);
});

it("does without what V8 refuses, and keeps what is still good of files that it did not load", () => {
  const directory = bundle({ ...files, "other.cjs": "" });
  const odd = (name: string): Code => {
    const { ino, size, ctimeMs } = statSync(join(directory, name));
    return { identity: [ino, size, ctimeMs].join(":"), made: Buffer.from("nothing that V8 made") };
  };
  const names = ["main.cjs", "more.cjs", "other.cjs"];
  const kept = new Map([...names.map((name) => [name, odd(name)] as const), ["gone.cjs", odd("other.cjs")]]);

  const loader = new ChunkLoader(directory, kept);
  expect(greeting(loader)).toMatch(/^hello/);
  expect(loader.isComplete).toBe(false);
  expect([...loader.code().keys()].toSorted()).toEqual(names);
  expect(loader.code().get("other.cjs")).toBe(kept.get("other.cjs"));
  expect(loader.code().get("main.cjs")?.made.length).toBeGreaterThan(100);
});
