import { mkdir, stat } from "./small-files.ts";
import { join } from "node:path";
import process from "node:process";
import { MoatError, systemErrorCode } from "@moat/core";
import { asHomeError } from "./as-home-error.ts";

/** The directories below a `MOAT_HOME`, and the check that it is ours to use. */
export class MoatHome {
  readonly path: string;
  /** One directory for each run. */
  readonly runs: string;
  /** One empty file for each run that has not ended or was not cleaned up: the index. */
  readonly live: string;
  /** One empty file for each run that has ended and was cleaned up; see `readEndedIndex`. */
  readonly ended: string;
  /** One directory for each name of a live run. */
  readonly names: string;
  readonly installation: string;

  constructor(path: string) {
    this.path = path;
    this.runs = join(path, "runs");
    this.live = join(path, "live");
    this.ended = join(path, "ended");
    this.names = join(path, "names");
    this.installation = join(path, "installation");
  }

  /** Runs something that makes none of these directories. Failed system calls become `HOME_UNUSABLE`. */
  async use<T>(action: () => Promise<T>): Promise<T> {
    try {
      await this.#checkOwner();
      return await action();
    } catch (error) {
      throw asHomeError(this.path, error);
    }
  }

  /** Runs something that needs these directories, and makes them before. */
  async prepare<T>(action: () => Promise<T>): Promise<T> {
    try {
      // Before as well: below somebody else's directory nothing is made.
      await this.#checkOwner();
      await make(this.path);
      await Promise.all([this.runs, this.live, this.ended, this.names].map(make));
      await this.#checkOwner();
      return await action();
    } catch (error) {
      throw asHomeError(this.path, error);
    }
  }

  async #checkOwner(): Promise<void> {
    let uid: number;
    try {
      ({ uid } = await stat(this.path));
    } catch (error) {
      if (systemErrorCode(error) === "ENOENT") return;
      throw error;
    }
    const own = process.geteuid?.() ?? uid;
    if (uid === own) return;
    throw new MoatError("HOME_UNUSABLE", `${this.path} belongs to user ${uid}, and moat runs as user ${own}.`, {
      hint: "Run moat as the user that it belongs to, or set MOAT_HOME to a directory of your own.",
      details: { home: this.path, owner: uid, user: own },
    });
  }
}

async function make(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
}
