import { mkdir, readFile, rename, rm, writeFile } from "./small-files.ts";
import { join } from "node:path";
import { randomHex } from "./random-hex.ts";

/** Remembers JSON values by key. Losing one costs time and nothing else, so that no failure of it is an error. */
export interface JsonCache {
  /** Returns what was written under a key, or undefined. The caller checks its shape. */
  read(key: string): Promise<unknown>;
  /** Writes a value, whole or not at all. */
  write(key: string, value: unknown): Promise<void>;
}

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

/** Opens a cache of one file a key, which is said in the file: two keys that make one name only take its place from each other. */
export function openJsonCache(directory: string): JsonCache {
  const fileOf = (key: string) => join(directory, `${fileName(key)}.json`);
  return {
    async read(key) {
      try {
        const { key: found, value }: Entry = JSON.parse(await readFile(fileOf(key), "utf8"));
        return found === key ? value : undefined;
      } catch {
        return undefined;
      }
    },
    async write(key, value) {
      const temporary = `${fileOf(key)}.${randomHex(6)}`;
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await writeFile(temporary, JSON.stringify({ key, value }), { mode: 0o600 });
        await rename(temporary, fileOf(key));
      } catch {
        await rm(temporary, { force: true }).catch(() => {});
      }
    },
  };
}

/** The characters of a long key that its file's name depends on: a look at each of thousands would take longer than to read the file. */
const SAMPLES = 256;

/** The key, as far as a file's name goes; of a long one its beginning, its length and a checksum (FNV-1a) of characters from all of it. */
function fileName(key: string): string {
  const start = key.slice(0, 100).replace(/[^A-Za-z0-9-]/g, "-");
  if (key.length <= 100) return start;
  let sum = 0x811c9dc5;
  const step = Math.ceil(key.length / SAMPLES);
  for (let at = 0; at < key.length; at += step) sum = Math.imul(sum ^ key.charCodeAt(at), 0x01000193) >>> 0;
  return `${start.slice(0, 80)}-${key.length}-${sum.toString(16)}`;
}
