import * as fs from "node:fs";

// What node:fs/promises does, for a look at something near at hand: a thread for each, and the way there and back, would take ten times
// as long as the look. A promise is what callers wait for, as with the originals.

/** Looks at a path itself, not at where a link leads. */
export const lstat = (path: string) => inPlace(() => fs.lstatSync(path));

/** Looks at what a path leads to. */
export const stat = (path: string) => inPlace(() => fs.statSync(path));

/** Finds the path without links in it. */
export const realpath = (path: string) => inPlace(() => fs.realpathSync.native(path));

/** Throws unless this process may do what `mode` says. */
export const access = (path: string, mode: number) => inPlace(() => fs.accessSync(path, mode));

async function inPlace<T>(look: () => T): Promise<T> {
  return await Promise.resolve(look());
}
