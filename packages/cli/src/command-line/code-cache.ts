import { lstatSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Has Node.js keep what it compiles below `MOAT_HOME`, once that is there: a seventh of a start. Never elsewhere, such as in the
 * directory for temporary files: what another user may have put there would be executed. What promises to change nothing
 * does without.
 */
export function useCodeCache(env: NodeJS.ProcessEnv, words: readonly string[]): void {
  if (["doctor", "--dry-run"].some((word) => words.includes(word))) return;
  try {
    const given = env["MOAT_HOME"] ?? "";
    const cache = join(given === "" ? join(homedir(), ".moat") : given, "cache");
    if (isAbsolute(cache) && isOwn(cache)) enableCompileCache(join(cache, "code"));
  } catch {
    // No home: then there is nothing to keep.
  }
}

/** Whether nobody else may write there. */
function isOwn(directory: string): boolean {
  const stats = lstatSync(directory);
  return stats.isDirectory() && stats.uid === process.geteuid?.() && (stats.mode & 0o022) === 0;
}
