import { join } from "node:path";
import process from "node:process";
import { isOwnerAlive } from "../execute/is-owner-alive.ts";
import { randomHex } from "./random-hex.ts";
import { stat } from "./small-files.ts";
import { unless } from "./unless.ts";

/** What a process has in a run's directory for a while: a log that it writes, or a note that it reads one. */
export type ProcessFileKind = "log" | "reader";

const NAME = /^\.(log|reader)-([1-9]\d*)-/;

/** A new name for such a file. The process's id is in it, so that others can tell what a killed one has left. */
export function processFile(directory: string, kind: ProcessFileKind): string {
  return join(directory, `.${kind}-${process.pid}-${randomHex(4)}`);
}

/** Tells whether a file is what a killed process has left. */
export async function isLeftBehind(directory: string, name: string): Promise<boolean> {
  const pid = NAME.exec(name)?.[2];
  const stats = pid === undefined ? undefined : await unless(["ENOENT"], stat(join(directory, name)), undefined);
  return stats !== undefined && !isOwnerAlive({ ownerPid: Number(pid), createdAt: stats.birthtime.toISOString() });
}

/** Tells whether a file of this name is one of a kind, and its process may live. */
export function isInUse(name: string, kind: ProcessFileKind): boolean {
  const [, found, pid] = NAME.exec(name) ?? [];
  return found === kind && isOwnerAlive({ ownerPid: Number(pid), createdAt: new Date().toISOString() });
}
