import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { MoatError } from "@moat/core";
import { errorCode } from "./error-code.ts";

/** The directories below a `MOAT_HOME`, and the check that it is ours to use. */
export class MoatHome {
  readonly path: string;
  /** One directory for each run. */
  readonly runs: string;
  /** One empty file for each run that has not ended or was not cleaned up: the index. */
  readonly live: string;
  /** One directory for each name of a live run. */
  readonly names: string;
  readonly installation: string;

  constructor(path: string) {
    this.path = path;
    this.runs = join(path, "runs");
    this.live = join(path, "live");
    this.names = join(path, "names");
    this.installation = join(path, "installation");
  }

  /** Runs something that makes none of these directories. Failed system calls become `HOME_UNUSABLE`. */
  async use<T>(action: () => Promise<T>): Promise<T> {
    try {
      await this.#checkOwner();
      return await action();
    } catch (error) {
      throw this.#asMoatError(error);
    }
  }

  /** Runs something that needs these directories, and makes them before. */
  async prepare<T>(action: () => Promise<T>): Promise<T> {
    try {
      // Before as well: below somebody else's directory nothing is made.
      await this.#checkOwner();
      for (const directory of [this.path, this.runs, this.live, this.names]) {
        await mkdir(directory, { recursive: true, mode: 0o700 });
      }
      await this.#checkOwner();
      return await action();
    } catch (error) {
      throw this.#asMoatError(error);
    }
  }

  async #checkOwner(): Promise<void> {
    let uid: number;
    try {
      ({ uid } = await stat(this.path));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return;
      throw error;
    }
    const own = process.geteuid?.() ?? uid;
    if (uid === own) return;
    throw new MoatError("HOME_UNUSABLE", `${this.path} belongs to user ${uid}, and moat runs as user ${own}.`, {
      hint: "Run moat as the user that it belongs to, or set MOAT_HOME to a directory of your own.",
      details: { home: this.path, owner: uid, user: own },
    });
  }

  #asMoatError(error: unknown): unknown {
    const code = errorCode(error);
    if (error instanceof MoatError || code === "") return error;
    const reason = REASONS[code] ?? `failed (${code})`;
    return new MoatError("HOME_UNUSABLE", `moat's directory ${this.path} ${reason}.`, {
      hint: HINTS[code] ?? "Set MOAT_HOME to a directory on a local disk that this user may write.",
      details: { home: this.path, reason: code },
      cause: error,
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "may not be used by this user",
  EPERM: "may not be used by this user, or cannot have hard links",
  ENOSPC: "is on a disk that is full",
  EDQUOT: "is on a disk where this user's quota is used up",
  EROFS: "is on a disk that is read-only",
  ENOTDIR: "is not a directory",
  EEXIST: "is not a directory",
};

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "Free some space, or set MOAT_HOME to a directory on another disk.",
  EDQUOT: "Free some space, or set MOAT_HOME to a directory on another disk.",
};
