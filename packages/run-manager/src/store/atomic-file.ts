import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { systemErrorCode } from "@moat/core";
import { type FileAccess, link, rename, rm, syncDirectory, writeDurably } from "./small-files.ts";

/**
 * Puts a new file in place, whole or not at all, and never over another: returns false when the name is taken. Of any
 * number of processes that try at once exactly one gets true: link(2) is the kernel's compare-and-swap for files.
 */
export async function publishNew(path: string, text: string): Promise<boolean> {
  const temporary = await writeTemporary(dirname(path), text);
  try {
    await link(temporary, path);
  } catch (error) {
    if (systemErrorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncDirectory(dirname(path));
  return true;
}

/** Puts a file in place of whatever has that name, a link included; a reader sees the old one or the new one. */
export async function publishOver(path: string, text: string, access: Partial<FileAccess> = {}): Promise<void> {
  const temporary = await writeTemporary(dirname(path), text, access);
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Tells whether a file of this name is one that is not in place yet, or never came there. */
export function isTemporary(name: string): boolean {
  return name.startsWith(".tmp-");
}

async function writeTemporary(
  directory: string,
  text: string,
  { mode = 0o600, owner }: Partial<FileAccess> = {},
): Promise<string> {
  const temporary = join(directory, `.tmp-${randomBytes(6).toString("hex")}`);
  try {
    await writeDurably(temporary, text, { mode, owner });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return temporary;
}
