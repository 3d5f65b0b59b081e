import process from "node:process";
import { basename } from "node:path";
import { expect, it } from "vitest";
import { isInUse, isLeftBehind, processFile } from "./process-file.ts";

/** No process has this id. */
const GONE = 2 ** 22 + 1;

it.each(["log", "reader"] as const)("knows a %s of this process from one of a process that is gone", (kind) => {
  const mine = basename(processFile("/somewhere", kind));
  expect([isInUse(mine, kind), isLeftBehind(mine)]).toEqual([true, false]);
  const theirs = mine.replace(String(process.pid), String(GONE));
  expect([isInUse(theirs, kind), isLeftBehind(theirs)]).toEqual([false, true]);
  expect(isInUse(mine, kind === "log" ? "reader" : "log")).toBe(false);
});

it.each(["log", "run.json", ".tmp-12ab", `.log-0-12ab`, `.other-${GONE}-12ab`, `x.log-${GONE}-12ab`])(
  "has nothing to say of %s",
  (name) => {
    expect([isInUse(name, "log"), isInUse(name, "reader"), isLeftBehind(name)]).toEqual([false, false, false]);
  },
);
