import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { MoatError, systemErrorCode } from "@moat/core";

/** How a file that somebody else may have put there is read. */
export interface BoundedRead {
  readonly maxBytes: number;
  /** Whether a symbolic link is read as the file that it leads to, rather than refused. */
  readonly followLinks: boolean;
  /** Makes the error of what is wrong with it: a clause such as `is a directory`. */
  readonly refuse: (problem: string, cause?: unknown) => MoatError;
}

/** Reads a regular file that exists, up to a size. Throws what `refuse` makes. */
export async function readBoundedFile(
  path: string,
  { maxBytes, followLinks, refuse }: BoundedRead,
): Promise<Uint8Array> {
  let handle: FileHandle;
  try {
    // Without O_NONBLOCK the opening of a named pipe would wait for a writer.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | (followLinks ? 0 : constants.O_NOFOLLOW));
  } catch (error) {
    throw refuse(openingProblem(systemErrorCode(error)), error);
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw refuse(stats.isDirectory() ? "is a directory" : "is not a regular file");
    if (stats.size > maxBytes) throw refuse(`is larger than ${sizeText(maxBytes)}`);
    return await handle.readFile();
  } catch (error) {
    throw error instanceof MoatError ? error : refuse("cannot be read", error);
  } finally {
    await handle.close();
  }
}

function openingProblem(code: string): string {
  if (code === "ENOENT") return "is a link that leads nowhere";
  return code === "ELOOP" ? "is a symbolic link" : "cannot be opened";
}

function sizeText(bytes: number): string {
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib} KiB` : `${kib / 1024} MiB`;
}
