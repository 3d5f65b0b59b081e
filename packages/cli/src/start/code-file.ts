import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isSafePlace } from "./code-place.ts";
import { type Code, packCode, unpackCode } from "./packed-code.ts";

/** Reads what was kept; empty where there is nothing, or where somebody else could have put it there. */
export function readCode(path: string | undefined): ReadonlyMap<string, Code> {
  try {
    return path === undefined || !isSafePlace(path) ? new Map() : unpackCode(readFileSync(path));
  } catch {
    return new Map();
  }
}

/** Keeps code, whole or not at all. It only saves time: where it cannot be kept, nobody is told. */
export function writeCode(path: string, code: () => ReadonlyMap<string, Code>): void {
  // A killed process may leave it; `sweepHome` knows such names.
  const temporary = `${path}.${process.pid.toString(16)}`;
  try {
    if (!isSafePlace(path)) return;
    const file = openSync(temporary, "wx", 0o600);
    try {
      writeFileSync(file, packCode(code()));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch {
    forget(temporary);
  }
}

/** Where nothing may be written, nothing may be removed either. */
function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // `sweepHome` may.
  }
}
