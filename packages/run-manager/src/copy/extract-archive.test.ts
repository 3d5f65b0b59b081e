import { mkdtemp, readFile, readdir, readlink, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Header, pack } from "tar-stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { extractArchive } from "./extract-archive.ts";

type Entry = Partial<Header> & { readonly name: string; readonly content?: string };

let outside = "";
let staging = "";
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), "moat-extract-"));
  staging = await mkdtemp(join(outside, "staging-"));
});
afterEach(() => rm(outside, { recursive: true }));

/** What a hostile `tar` could send: any headers, in any order. */
function archive(entries: readonly Entry[]): AsyncIterable<Uint8Array> {
  const packed = pack();
  for (const { content = "", ...header } of entries) packed.entry(header, content);
  packed.finalize();
  return Readable.from(packed, { objectMode: false }) as AsyncIterable<Buffer>;
}

const take = (entries: readonly Entry[]) => extractArchive(archive(entries), "top", staging, undefined);
const directory = (name: string): Entry => ({ name, type: "directory" });
const link = (name: string, linkname: string): Entry => ({ name, type: "symlink", linkname });

describe("extractArchive", () => {
  it("takes files, directories and links as they are, and counts", async () => {
    const odd = "ü \n€-";
    const mtime = new Date("2020-01-02T03:04:05Z");
    const counted = await take([
      directory("./top/"),
      { name: "./top/a", content: "text", mode: 0o640, mtime },
      directory("./top/sub"),
      { name: `./top/sub/${odd}`, content: "odd" },
      { name: "./top/-rf", content: "" },
      { name: "./top/run", content: "#!", mode: 0o755 },
      link("./top/sub/up", "../a"),
      link("./top/sub/deep", "../sub/./up"),
      { name: "./top/hard", type: "link", linkname: "./top/a" },
    ]);
    expect(counted).toEqual({ files: 7, bytes: 9 });
    const copy = join(staging, "copy");
    expect((await readdir(copy)).toSorted()).toEqual(["-rf", "a", "hard", "run", "sub"]);
    expect(await readFile(join(copy, "sub", odd), "utf8")).toBe("odd");
    expect(await readFile(join(copy, "sub/deep"), "utf8")).toBe("text");
    expect(await readlink(join(copy, "sub/up"))).toBe("../a");
    const { mode, mtimeMs, nlink } = await stat(join(copy, "a"));
    expect({ mode: mode & 0o7777, mtimeMs, nlink }).toEqual({ mode: 0o640, mtimeMs: mtime.getTime(), nlink: 2 });
    expect((await stat(join(copy, "run"))).mode & 0o777).toBe(0o755);
  });

  it("takes a single file, with or without the dot in front", async () => {
    await take([{ name: "top", content: "alone" }]);
    expect(await readFile(join(staging, "copy"), "utf8")).toBe("alone");
  });

  it("drops set-uid, set-gid and sticky bits, and leaves directories usable", async () => {
    await take([
      { ...directory("top"), mode: 0o3555 },
      { name: "top/su", content: "", mode: 0o6755 },
    ]);
    expect((await stat(join(staging, "copy"))).mode & 0o7777).toBe(0o755);
    expect((await stat(join(staging, "copy/su"))).mode & 0o7777).toBe(0o755);
  });

  it.each<[string, readonly Entry[]]>([
    ["an absolute name", [{ name: "/etc/passwd", content: "x" }]],
    ["a name that climbs", [directory("top"), { name: "top/../../evil", content: "x" }]],
    ["a name that climbs first", [{ name: "../evil", content: "x" }]],
    ["another name than was asked for", [{ name: "other", content: "x" }]],
    ["a name with an empty part", [directory("top"), { name: "top//x", content: "x" }]],
    ["a link to an absolute path", [directory("top"), link("top/l", "/etc/passwd")]],
    ["a link that climbs out", [directory("top"), link("top/l", "../x")]],
    ["a link that climbs out from below", [directory("top"), directory("top/a"), link("top/a/l", "../../x")]],
    ["a link that climbs behind another", [directory("top"), link("top/l", "a/../../..")]],
    ["a copy that is itself a link", [link("top", "elsewhere")]],
    ["an empty link", [directory("top"), link("top/l", "")]],
    ["a file through a link", [directory("top"), directory("top/d"), link("top/l", "d"), { name: "top/l/x" }]],
    ["a directory in place of a link", [directory("top"), directory("top/d"), link("top/l", "d"), directory("top/l")]],
    ["a file over a link", [directory("top"), link("top/l", "x"), { name: "top/l", content: "x" }]],
    [
      "a file below a file",
      [
        { name: "top", content: "" },
        { name: "top/x", content: "" },
      ],
    ],
    ["a file without its directory", [{ name: "top/x", content: "" }]],
    ["a hard link to outside", [directory("top"), { name: "top/h", type: "link", linkname: "/etc/passwd" }]],
    ["a hard link that climbs", [directory("top"), { name: "top/h", type: "link", linkname: "top/../../x" }]],
    ["a hard link to what is not there", [directory("top"), { name: "top/h", type: "link", linkname: "top/x" }]],
    [
      "a hard link to a link",
      [directory("top"), link("top/l", "x"), { name: "top/h", type: "link", linkname: "top/l" }],
    ],
    ["a character device", [directory("top"), { name: "top/d", type: "character-device", devmajor: 1, devminor: 3 }]],
    ["a block device", [directory("top"), { name: "top/d", type: "block-device" }]],
    ["a pipe", [directory("top"), { name: "top/p", type: "fifo" }]],
  ])("refuses %s", async (_, entries) => {
    await expect(take(entries)).rejects.toMatchObject({ code: "COPY_UNSAFE" });
    expect((await readdir(outside)).length).toBe(1);
  });

  it("throws for what is no archive, and for one that is cut off", async () => {
    const noise = (async function* () {
      yield Buffer.alloc(2048, "noise");
    })();
    await expect(extractArchive(noise, "top", staging, undefined)).rejects.toThrow(/tar/i);
    const cut = (async function* () {
      for await (const chunk of archive([{ name: "top", content: "x".repeat(5000) }])) {
        yield chunk.subarray(0, 100);
        return;
      }
    })();
    await expect(extractArchive(cut, "top", staging, undefined)).rejects.toThrow(Error);
  });
});
