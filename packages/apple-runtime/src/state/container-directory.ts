import { createHash } from "node:crypto";
import { link, mkdir, open, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type ContainerExit, systemErrorCode } from "@moat/core";

/** Where the supervisor of a container listens, its log, and what it wrote down: one directory for each container. */
export class ContainerDirectory {
  readonly path: string;

  constructor(stateDir: string, id: string) {
    // Short, for paths of sockets are limited.
    this.path = join(stateDir, createHash("sha256").update(id).digest("hex").slice(0, 12));
  }

  get socket(): string {
    return join(this.path, "s");
  }

  get log(): string {
    return join(this.path, "log");
  }

  /** The supervisor's process id, for people. */
  get pid(): string {
    return join(this.path, "pid");
  }

  /** What the supervisor itself has to say, when it fails. */
  get complaints(): string {
    return join(this.path, "supervisor.log");
  }

  /** What the program says beside the process, where the process has a terminal. */
  get programErrors(): string {
    return join(this.path, "program.log");
  }

  /** Makes the directory new and empty; it keeps in mind where the container's files are. */
  async renew(files: string): Promise<void> {
    await this.remove();
    await mkdir(this.log, { recursive: true, mode: 0o700 });
    await symlink(files, join(this.path, "files"));
  }

  /** Makes the directory unless it is there. */
  async ensure(): Promise<void> {
    await mkdir(this.log, { recursive: true, mode: 0o700 });
  }

  /** Removes the directory, and the container's files with it. */
  async remove(): Promise<void> {
    const files = await readlink(join(this.path, "files")).catch(() => undefined);
    if (files !== undefined) await rm(files, { recursive: true, force: true, maxRetries: 5 });
    await rm(this.path, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Notes that the process is about to be started. */
  async markStarted(): Promise<void> {
    await writeWhole(join(this.path, "started"), new Date().toISOString());
  }

  async unmarkStarted(): Promise<void> {
    await rm(join(this.path, "started"), { force: true });
  }

  /** When the process was started; empty when it was not. */
  async startedAt(): Promise<string> {
    return (await readIfThere(join(this.path, "started"))) ?? "";
  }

  /** Writes down how the process ended. The first word counts: whoever comes later changes nothing. */
  async writeExit(exit: ContainerExit): Promise<void> {
    await writeWhole(join(this.path, "exit.json"), JSON.stringify(exit));
  }

  /** Settles when the end has been written down. */
  async ended(): Promise<void> {
    while ((await this.readExit()) === undefined) await delay(20);
  }

  /** How the process ended; undefined while nobody has written it down. */
  async readExit(): Promise<ContainerExit | undefined> {
    const text = await readIfThere(join(this.path, "exit.json"));
    if (text === undefined) return undefined;
    const exit: ContainerExit = JSON.parse(text);
    return exit;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Whole or not at all, and never over what is there. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.${Math.random().toString(16).slice(2)}`;
  const file = await open(draft, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    // A file system without hard links cannot tell the first from the second.
    if (systemErrorCode(error) !== "EEXIST") return await rename(draft, path);
  }
  await rm(draft, { force: true });
}
