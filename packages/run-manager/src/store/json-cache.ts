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

/** The key, as far as a file's name goes; of a long one its beginning, and a checksum (FNV-1a) of all of it. */
function fileName(key: string): string {
  const plain = key.replace(/[^A-Za-z0-9-]/g, "-");
  if (plain.length <= 100) return plain;
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(key)) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return `${plain.slice(0, 80)}-${sum.toString(16)}`;
}
