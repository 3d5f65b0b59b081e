import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { expect, it, onTestFinished } from "vitest";
import { isInUse, isLeftBehind, processFile } from "./process-file.ts";

/** No process has this id. */
const GONE = 2 ** 22 + 1;

async function made(name: string): Promise<readonly [directory: string, name: string]> {
  const directory = await mkdtemp(join(tmpdir(), "moat-process-file-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, name), "");
  return [directory, name];
}

it.each(["log", "reader"] as const)("knows a %s of this process from one of a process that is gone", async (kind) => {
  const mine = basename(processFile("/somewhere", kind));
  expect([isInUse(mine, kind), await isLeftBehind(...(await made(mine)))]).toEqual([true, false]);
  const theirs = mine.replace(String(process.pid), String(GONE));
  expect([isInUse(theirs, kind), await isLeftBehind(...(await made(theirs)))]).toEqual([false, true]);
  expect(isInUse(mine, kind === "log" ? "reader" : "log")).toBe(false);
});

it.each(["log", "run.json", ".tmp-12ab", `.other-${GONE}-12ab`, `x.log-${GONE}-12ab`])(
  "has nothing to say of %s",
  async (name) => {
    expect([isInUse(name, "log"), isInUse(name, "reader"), await isLeftBehind(...(await made(name)))]).toEqual([
      false,
      false,
      false,
    ]);
  },
);

it("has nothing to say of what is gone already", async () => {
  expect(await isLeftBehind("/nonexistent", `.log-${GONE}-12ab`)).toBe(false);
});
