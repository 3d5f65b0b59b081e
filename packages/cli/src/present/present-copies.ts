import type { Copied } from "@moat/run-manager";
import { plainText } from "./plain-text.ts";

/** Says what was copied, a line for each source. */
export function copiedText(copied: readonly Copied[]): string {
  return copied
    .map(({ source, destination, files, bytes }) =>
      plainText(`${source} -> ${destination}: ${files} files, ${bytes} bytes`),
    )
    .join("\n");
}
