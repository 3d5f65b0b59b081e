import { lstatSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * Finds the file for what V8 made of a command's code: below `MOAT_HOME`, one for each command and kind of Node.js. Undefined where there
 * can be none.
 */
export function codePlace(env: NodeJS.ProcessEnv, words: readonly string[]): string | undefined {
  const [command = ""] = words;
  if (!/^[a-z]{1,20}$/.test(command)) return undefined;
  try {
    const given = env["MOAT_HOME"] ?? "";
    const home = given === "" ? join(homedir(), ".moat") : given;
    return isAbsolute(home) ? join(home, "cache", `${command}-${process.version}-${process.arch}.code`) : undefined;
  } catch {
    // No home: then there is nothing to keep.
    return undefined;
  }
}

/** Whether words promise to change nothing: then what is kept may be used, and nothing is kept. */
export function changesNothing(words: readonly string[]): boolean {
  return ["doctor", "--dry-run"].some((word) => words.includes(word));
}

/**
 * Tells whether a file's directory is there, and nobody else may write to it: what another user may have put there would be executed.
 * A home is never made for this.
 */
export function isSafePlace(path: string): boolean {
  const stats = lstatSync(dirname(path));
  return stats.isDirectory() && stats.uid === process.geteuid?.() && (stats.mode & 0o022) === 0;
}
