import { moatHome, readHostFacts } from "@moat/host";
import { openRunStore } from "@moat/run-manager";
import { runNames } from "./run-names.ts";

/**
 * Answers what completion scripts ask, without the parser library; returns false for words that it does not know, which
 * `moat complete` then deals with.
 */
export async function completeFast(words: readonly string[]): Promise<boolean> {
  if (words.some((word) => word !== "--all")) return false;
  try {
    const names = await runNames(openRunStore(moatHome(readHostFacts())), { ended: words.length > 0 });
    process.stdout.write(names.map((name) => `${name}\n`).join(""));
  } catch {
    // Nobody reads an error in the middle of a line that they are typing.
  }
  return true;
}
