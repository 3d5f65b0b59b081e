import { mkdir, readFile, rename, rm, writeFile } from "./small-files.ts";
import { randomBytes } from "node:crypto";
import { join } from "node:path";

/** Remembers JSON values by key. Losing one costs time and nothing else, so that no failure of it is an error. */
export interface JsonCache {
  /** Returns what was written under a key, or undefined. The caller checks its shape. */
  read(key: string): Promise<unknown>;
  /** Writes a value, whole or not at all. */
  write(key: string, value: unknown): Promise<void>;
}

/** Opens a cache of one file a key. Keys are hashes: letters, digits, dashes. */
export function openJsonCache(directory: string): JsonCache {
  const fileOf = (key: string) => join(directory, `${key.replace(/[^A-Za-z0-9-]/g, "-")}.json`);
  return {
    async read(key) {
      try {
        return JSON.parse(await readFile(fileOf(key), "utf8")) as unknown;
      } catch {
        return undefined;
      }
    },
    async write(key, value) {
      const temporary = `${fileOf(key)}.${randomBytes(6).toString("hex")}`;
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await writeFile(temporary, JSON.stringify(value), { mode: 0o600 });
        await rename(temporary, fileOf(key));
      } catch {
        await rm(temporary, { force: true }).catch(() => {});
      }
    },
  };
}
