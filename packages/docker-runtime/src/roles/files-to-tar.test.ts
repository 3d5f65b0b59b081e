import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { FileSpec } from "@moat/core";
import { extract, pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { chunked } from "../testing/chunked.ts";
import { filesToTar, firstFileOfTar } from "./files-to-tar.ts";

const file = (path: string, content: string): FileSpec => ({
  path,
  kind: "file",
  content,
  mode: 0o644,
  uid: 1000,
  gid: 1001,
});
const inChunks = (bytes: Buffer) => Readable.from(chunked(bytes, 100)) as AsyncIterable<Buffer>;

async function unpack(archive: Buffer) {
  const entries = [];
  for await (const entry of Readable.from([archive]).pipe(extract())) {
    const { name, type, mode, uid, gid } = entry.header;
    entries.push({ name, type, mode, uid, gid, content: (await buffer(entry)).toString() });
  }
  return entries;
}

async function* archiveOfDyingEngine(): AsyncGenerator<Buffer> {
  yield (await filesToTar([file("/a", "x".repeat(10_000))])).subarray(0, 5_000);
  throw new Error("engine died");
}

describe("filesToTar", () => {
  it("packs files and directories with their owners and modes, below the root", async () => {
    const long = `/home/${"deep/".repeat(60)}ü x`;
    const archive = await filesToTar([
      { path: "/home/ada", kind: "directory", content: "", mode: 0o750, uid: 1000, gid: 1001 },
      file("/etc/passwd", "ada:x:1000\n"),
      file("/empty", ""),
      file(long, "😀"),
    ]);
    expect(await unpack(archive)).toEqual([
      { name: "home/ada", type: "directory", mode: 0o750, uid: 1000, gid: 1001, content: "" },
      { name: "etc/passwd", type: "file", mode: 0o644, uid: 1000, gid: 1001, content: "ada:x:1000\n" },
      { name: "empty", type: "file", mode: 0o644, uid: 1000, gid: 1001, content: "" },
      { name: long.slice(1), type: "file", mode: 0o644, uid: 1000, gid: 1001, content: "😀" },
    ]);
  });

  it("packs the same files to the same bytes", async () => {
    expect(await filesToTar([file("/a", "b")])).toEqual(await filesToTar([file("/a", "b")]));
  });
});

describe("firstFileOfTar", () => {
  it("reads back what was packed, past directories and in any chunks", async () => {
    const archive = await filesToTar([
      { path: "/etc", kind: "directory", content: "", mode: 0o755, uid: 0, gid: 0 },
      file("/etc/passwd", "x".repeat(100_000)),
      file("/etc/group", "second"),
    ]);
    expect(await firstFileOfTar(inChunks(archive))).toBe("x".repeat(100_000));
  });

  it("finds nothing where there is no plain file", async () => {
    const archive = pack();
    archive.entry({ name: "etc/passwd", type: "symlink", linkname: "/proc/1/environ" });
    archive.finalize();
    expect(await firstFileOfTar(inChunks(await buffer(archive)))).toBe("");
    expect(await firstFileOfTar(inChunks(await filesToTar([])))).toBe("");
  });

  it("throws when the archive is cut off", async () => {
    const archive = await filesToTar([file("/a", "x".repeat(10_000))]);
    await expect(firstFileOfTar(inChunks(archive.subarray(0, 5_000)))).rejects.toThrow(/end of data/);
  });

  it("throws when the archive's source does", async () => {
    await expect(firstFileOfTar(archiveOfDyingEngine())).rejects.toThrow("engine died");
  });
});
