import { lstatSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * Finds the file for what V8 made of a command's code: below `MOAT_HOME`, one for each command and kind of Node.js. Undefined for what
 * promises to change nothing, and for words that begin with no command.
 */
export function codePlace(env: NodeJS.ProcessEnv, words: readonly string[]): string | undefined {
  const [command = ""] = words;
  if (!/^[a-z]{1,20}$/.test(command)) return undefined;
  if (["doctor", "--dry-run"].some((word) => words.includes(word))) return undefined;
  try {
    const given = env["MOAT_HOME"] ?? "";
    const home = given === "" ? join(homedir(), ".moat") : given;
    return isAbsolute(home) ? join(home, "cache", `${command}-${process.version}-${process.arch}.code`) : undefined;
  } catch {
    // No home: then there is nothing to keep.
    return undefined;
  }
}

/**
 * Tells whether a file's directory is there, and nobody else may write to it: what another user may have put there would be executed.
 * A home is never made for this.
 */
export function isSafePlace(path: string): boolean {
  const stats = lstatSync(dirname(path));
  return stats.isDirectory() && stats.uid === process.geteuid?.() && (stats.mode & 0o022) === 0;
}
