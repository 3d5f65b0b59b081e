import type { Stats } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Header, type Pack, pack } from "tar-stream";
import { systemErrorCode } from "@moat/core";
import { type OpenFile, type TreeVisitor, walkTree } from "../tree/walk-tree.ts";
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

/**
 * Packs a tree of the host, as it is read; links are packed as links. Sockets, pipes and devices are left out. A run that
 * can write there cannot lead it elsewhere, see {@link walkTree}.
 */
export function packTree(source: PackSource, options: PackOptions, packed: Packed): AsyncIterable<Uint8Array> {
  const archive = pack();
  const packing = (async () => {
    try {
      await walkTree(source.path, packer(archive, source, options, packed));
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

function packer(archive: Pack, { path: root, name }: PackSource, options: PackOptions, packed: Packed): TreeVisitor {
  const pathOf = (path: string) => (path === "" ? root : join(root, path));
  const nameOf = (path: string) => (path === "" ? name : `${name}/${path}`);
  return {
    async enter(path, info) {
      archive.entry(headerOf(nameOf(path), info, options, { type: "directory" }));
      return true;
    },
    async leave() {},
    async file(path, file) {
      try {
        await addFile(archive, nameOf(path), file, options);
      } catch (error) {
        const isShorter = error instanceof Error && /size mismatch/i.test(error.message);
        throw isShorter
          ? copyFailed(pathOf(path), "it became shorter meanwhile", error)
          : asCopyError(pathOf(path), error);
      }
      packed.files += 1;
      packed.bytes += file.info.size;
    },
    async link(path, linkname, info) {
      archive.entry(headerOf(nameOf(path), info, options, { type: "symlink", linkname }));
      packed.files += 1;
    },
    other: (path) => options.onSkipped(`left out ${pathOf(path)}: it is no file, directory or link`),
    failed(path, error) {
      const isReplaced = path !== "" && ["ELOOP", "ENOTDIR", "EINVAL"].includes(systemErrorCode(error));
      throw isReplaced
        ? copyFailed(pathOf(path), "it was replaced meanwhile", error)
        : asCopyError(pathOf(path), error);
    },
  };
}

async function addFile(archive: Pack, name: string, { handle, info }: OpenFile, options: PackOptions): Promise<void> {
  const { size } = info;
  const entry = archive.entry(headerOf(name, info, options, { type: "file", size }));
  if (size === 0) entry.end(undefined);
  else await pipeline(handle.createReadStream({ start: 0, end: size - 1, autoClose: false }), entry);
}

function headerOf(name: string, stats: Stats, { uid, gid }: PackOptions, more: Partial<Header>) {
  return { name, mode: stats.mode & 0o777, mtime: stats.mtime, uid, gid, ...more };
}
