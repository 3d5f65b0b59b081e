import { constants } from "node:fs";
import { cp, mkdtemp, open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { systemErrorCode } from "@moat/core";
import { asCopyError, copyFailed, copyUnsafe } from "./copy-failure.ts";

/** Where a copy is to go on this machine. */
export interface Placement {
  /** An existing directory. */
  readonly directory: string;
  /** The copy's name in it. */
  readonly name: string;
}

/** Decides where a copy goes: into an existing directory, or to a name that is new or a file's. */
export async function findPlace(destination: string, sourceName: string, needsDirectory: boolean): Promise<Placement> {
  const there = await statIfThere(destination);
  if (there?.isDirectory() === true) return { directory: resolve(destination), name: sourceName };
  if (needsDirectory) throw copyFailed(`several things to ${destination}`, "it is not a directory");
  if (destination.endsWith("/")) throw copyFailed(`to ${destination}`, "it is not a directory");
  const place = { directory: dirname(resolve(destination)), name: basename(resolve(destination)) };
  if ((await statIfThere(place.directory))?.isDirectory() !== true)
    throw copyFailed(`to ${destination}`, `there is no directory ${place.directory}`);
  return place;
}

/**
 * Moves a finished copy to its place, in one step. The run can write into its own mounts: a directory there may be, or
 * become at any moment, a link to somewhere else. So the directory is held open, has to be in the mount that it seems
 * to be in, and is not asked for by its name again. Throws `COPY_UNSAFE`, `COPY_FAILED`.
 */
export async function placeCopy(copy: string, place: Placement, writableMounts: readonly string[]): Promise<void> {
  const target = join(place.directory, place.name);
  try {
    await using directory = await open(place.directory, constants.O_RDONLY | constants.O_DIRECTORY);
    const held = `/proc/self/fd/${directory.fd}`;
    const hasHandles = process.platform === "linux";
    const real = hasHandles ? await readlink(held) : await realpath(place.directory);
    const mounts = await Promise.all(writableMounts.map((mount) => realpath(mount).catch(() => mount)));
    const isShared = mounts.some((mount) => isBelow(real, mount));
    if (!isShared && (await passesThrough(place.directory, mounts)))
      throw copyUnsafe(`to ${target}`, `${place.directory} leads out of the run's mount, to ${real}`);
    const into = hasHandles ? held : real;
    await move(copy, into, place.name, isShared);
  } catch (error) {
    throw asCopyError(`to ${target}`, error);
  }
}

async function move(copy: string, directory: string, name: string, isShared: boolean): Promise<void> {
  try {
    await rename(copy, join(directory, name));
  } catch (error) {
    if (systemErrorCode(error) !== "EXDEV") throw error;
    // On another disk it has to be copied again, beside its place, where nobody but this user may be.
    if (isShared) {
      throw copyFailed(
        `to ${name}`,
        "the run can write there, and MOAT_HOME is on another disk, so that it could interfere; copy to a directory of your own",
        error,
      );
    }
    const beside = await mkdtemp(join(directory, ".moat-cp-"));
    try {
      await cp(copy, join(beside, "copy"), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
      await rename(join(beside, "copy"), join(directory, name));
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  }
}

/** Whether the way to a directory leads through one of the mounts, where the run may have put a link. */
async function passesThrough(directory: string, mounts: readonly string[]): Promise<boolean> {
  for (let prefix = directory; prefix !== dirname(prefix); prefix = dirname(prefix)) {
    const real = await realpath(prefix);
    if (mounts.some((mount) => isBelow(prefix, mount) || isBelow(real, mount))) return true;
  }
  return false;
}

function isBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : `${directory}${sep}`);
}

async function statIfThere(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw asCopyError(`to ${path}`, error);
  }
}
