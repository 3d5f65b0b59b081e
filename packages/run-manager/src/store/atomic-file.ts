import { randomBytes } from "node:crypto";
import { link, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemErrorCode } from "@moat/core";

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

/** Whose a file is to be, and who may do what with it; by default only this user. */
export interface FileAccess {
  /** Permission bits, less those of the umask. */
  readonly mode?: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** Puts a file in place of whatever has that name, a link included; a reader sees the old one or the new one. */
export async function publishOver(path: string, text: string, access: FileAccess = {}): Promise<void> {
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

/** Makes the names in a directory survive a loss of power. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeTemporary(
  directory: string,
  text: string,
  { mode = 0o600, owner }: FileAccess = {},
): Promise<string> {
  const temporary = join(directory, `.tmp-${randomBytes(6).toString("hex")}`);
  const handle = await open(temporary, "wx", mode);
  try {
    await handle.writeFile(text);
    if (owner !== undefined) await handle.chown(owner.uid, owner.gid);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return temporary;
}
