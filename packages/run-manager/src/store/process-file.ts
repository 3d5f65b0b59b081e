import { join } from "node:path";
import process from "node:process";
import { systemErrorCode } from "@moat/core";
import { randomHex } from "./random-hex.ts";

/** What a process has in a run's directory for a while: a log that it writes, or a note that it reads one. */
export type ProcessFileKind = "log" | "reader";

const NAME = /^\.(log|reader)-([1-9]\d*)-/;

/** A new name for such a file. The process's id is in it, so that others can tell what a killed one has left. */
export function processFile(directory: string, kind: ProcessFileKind): string {
  return join(directory, `.${kind}-${process.pid}-${randomHex(4)}`);
}

/** Tells whether a file of this name is what a killed process has left. */
export function isLeftBehind(name: string): boolean {
  return NAME.test(name) && !isOfLiving(name);
}

/** Tells whether a file of this name is one of a kind, and its process lives. */
export function isInUse(name: string, kind: ProcessFileKind): boolean {
  return NAME.exec(name)?.[1] === kind && isOfLiving(name);
}

function isOfLiving(name: string): boolean {
  try {
    process.kill(Number(NAME.exec(name)?.[2]), 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== "ESRCH";
  }
}
