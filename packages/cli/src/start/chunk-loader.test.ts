import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

it("takes what was kept of a file, and nothing that was kept of another content", () => {
  const first = new ChunkLoader(bundle(files), new Map());
  first.load("main.cjs");
  const kept = first.code();
  const again = new ChunkLoader(bundle(files), kept);
  again.load("main.cjs");
  expect(again.isComplete).toBe(true);

  // Of the same length, which is all that V8 looks at.
  const changed = new ChunkLoader(bundle({ ...files, "main.cjs": GREETING.replace("hello", "howdy") }), kept);
  expect(greeting(changed)).toMatch(/^howdy/);
  expect(changed.isComplete).toBe(false);
});

it("does without what V8 refuses, and keeps what it did not load", () => {
  const other: Code = { source: Buffer.from("other"), made: Buffer.from("other") };
  const odd = { source: Buffer.from(GREETING), made: Buffer.from("not made by V8") };
  const loader = new ChunkLoader(
    bundle(files),
    new Map([
      ["main.cjs", odd],
      ["other.cjs", other],
    ]),
  );
  expect(greeting(loader)).toMatch(/^hello/);
  expect(loader.isComplete).toBe(false);
  expect(loader.code().get("other.cjs")).toBe(other);
});
