import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** Writes a file whole or not at all. */
export function writeJson(path: string, value: unknown): void {
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, JSON.stringify(value));
  renameSync(draft, path);
}

/** Reads what {@link writeJson} wrote; the given value where there is no such file. */
export function readJson<T>(path: string, otherwise: T): T {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch {
    return otherwise;
  }
}
