import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";

/** More of a file is not looked at: what moat looks for stands at its beginning, or is small. */
const MAX_BYTES = 256 * 1024;

/**
 * Reads those of the named files that a directory has, as text, cut after 256 KiB. What is missing, unreadable or no
 * regular file is left out: whoever asks is only looking around. Never throws.
 */
export async function readProject(directory: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of names) {
    const text = await readStart(join(directory, name));
    if (text !== undefined) found.set(name, text);
  }
  return found;
}

async function readStart(path: string): Promise<string | undefined> {
  try {
    // Without O_NONBLOCK the opening of a named pipe would wait for a writer.
    await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!(await handle.stat()).isFile()) return undefined;
    const buffer = Buffer.alloc(MAX_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, MAX_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    return undefined;
  }
}
