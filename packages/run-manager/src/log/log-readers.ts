import { dirname } from "node:path";
import { isInUse, processFile } from "../store/process-file.ts";
import { readdir, rm, writeFile } from "../store/small-files.ts";
import { unless } from "../store/unless.ts";

/**
 * Lets others know, until this is disposed of, that this process reads a run's output from its engine; `path` is that of the run's own
 * copy. Never throws: where it cannot be written down nobody knows.
 */
export async function readingLog(path: string): Promise<AsyncDisposable> {
  const note = processFile(dirname(path), "reader");
  await writeFile(note, "", { mode: 0o600 }).catch(() => {});
  return { [Symbol.asyncDispose]: async () => await rm(note, { force: true }).catch(() => {}) };
}

/** Tells whether some living process reads a run's output from its engine. */
export async function isLogRead(path: string): Promise<boolean> {
  const names = await unless(["ENOENT"], readdir(dirname(path)), []);
  return names.some((name) => isInUse(name, "reader"));
}
