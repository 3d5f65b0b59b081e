import { dirname, join } from "node:path";
import { systemErrorCode } from "@moat/core";
import { type FileAccess, link, rename, rm, writeDurably } from "./small-files.ts";
import { syncSoon } from "./sync-soon.ts";
import { randomHex } from "./random-hex.ts";

/** A new file that is on the disk and has no name yet that means anything. Disposing of it removes it, unless it was moved. */
export class Draft implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Writes one, in the directory in which it is to get its name. */
  static async write(
    directory: string,
    text: string,
    { mode = 0o600, owner }: Partial<FileAccess> = {},
  ): Promise<Draft> {
    const path = join(directory, `.tmp-${randomHex(6)}`);
    try {
      await writeDurably(path, text, { mode, owner });
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return new Draft(path);
  }

  /**
   * Gives it a name, and never one that is taken: then it returns false. Of any number of processes that try at once exactly
   * one gets true: link(2) is the kernel's compare-and-swap for files.
   */
  async linkTo(path: string): Promise<boolean> {
    try {
      await link(this.#path, path);
    } catch (error) {
      if (systemErrorCode(error) === "EEXIST") return false;
      throw error;
    }
    syncSoon(dirname(path));
    return true;
  }

  /** Puts it in place of whatever has that name, a link included; a reader sees the old file or the new one. */
  async moveTo(path: string): Promise<void> {
    await rename(this.#path, path);
    syncSoon(dirname(path));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/** Puts a new file in place, whole or not at all, and never over another: returns false when the name is taken. */
export async function publishNew(path: string, text: string): Promise<boolean> {
  await using draft = await Draft.write(dirname(path), text);
  return await draft.linkTo(path);
}

/** Puts a file in place of whatever has that name. */
export async function publishOver(path: string, text: string, access: Partial<FileAccess> = {}): Promise<void> {
  await using draft = await Draft.write(dirname(path), text, access);
  await draft.moveTo(path);
}

/** Tells whether a file of this name is one that is not in place yet, or never came there. */
export function isTemporary(name: string): boolean {
  return name.startsWith(".tmp-");
}
