import { type BigIntStats, constants } from "node:fs";
import { lstat, open, opendir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Header, type Pack, pack } from "tar-stream";
import { asCopyError, copyFailed } from "./copy-failure.ts";

/** A file or directory of the host, and what it is to be called. */
export interface PackSource {
  readonly path: string;
  readonly name: string;
}

/** What is put into an archive: who owns it there, and where skipped things are told. */
export interface PackOptions {
  readonly uid: number;
  readonly gid: number;
  readonly onSkipped: (message: string) => void;
}

/** Counts what goes into an archive. */
export interface Packed {
  files: number;
  bytes: number;
}

/** Packs a tree of the host, as it is read; links are packed as links. Sockets, pipes and devices are left out. */
export function packTree(source: PackSource, options: PackOptions, packed: Packed): AsyncIterable<Uint8Array> {
  const archive = pack();
  const packing = (async () => {
    try {
      await add(archive, source, options, packed);
      archive.finalize();
    } catch (error) {
      archive.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  return (async function* () {
    yield* Readable.from(archive, { objectMode: false }) as AsyncIterable<Buffer>;
    await packing;
  })();
}

async function add(archive: Pack, source: PackSource, options: PackOptions, packed: Packed): Promise<void> {
  try {
    await addKnown(archive, source, options, packed);
  } catch (error) {
    throw asCopyError(source.path, error);
  }
}

async function addKnown(archive: Pack, source: PackSource, options: PackOptions, packed: Packed): Promise<void> {
  const { path, name } = source;
  const stats = await lstat(path, { bigint: true });
  if (stats.isDirectory()) {
    archive.entry(headerOf(name, stats, options, { type: "directory" }));
    for await (const { name: child } of await opendir(path))
      await add(archive, { path: join(path, child), name: `${name}/${child}` }, options, packed);
  } else if (stats.isSymbolicLink()) {
    archive.entry(headerOf(name, stats, options, { type: "symlink", linkname: await readlink(path) }));
    packed.files += 1;
  } else if (stats.isFile()) {
    await addFile(archive, source, options);
    packed.files += 1;
    packed.bytes += Number(stats.size);
  } else options.onSkipped(`left out ${path}: it is no file, directory or link`);
}

async function addFile(archive: Pack, { path, name }: PackSource, options: PackOptions): Promise<void> {
  // Somebody may have put a link or a pipe in its place since.
  await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const stats = await file.stat({ bigint: true });
  if (!stats.isFile()) throw copyFailed(path, "it was replaced meanwhile");
  const size = Number(stats.size);
  const entry = archive.entry(headerOf(name, stats, options, { type: "file", size }));
  if (size === 0) {
    entry.end(undefined);
    return;
  }
  try {
    await pipeline(file.createReadStream({ start: 0, end: size - 1, autoClose: false }), entry);
  } catch (error) {
    throw error instanceof Error && /size mismatch/i.test(error.message)
      ? copyFailed(path, "it became shorter meanwhile", error)
      : error;
  }
}

function headerOf(name: string, stats: BigIntStats, { uid, gid }: PackOptions, more: Partial<Header>) {
  return { name, mode: Number(stats.mode) & 0o777, mtime: stats.mtime, uid, gid, ...more };
}
