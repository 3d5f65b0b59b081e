import { execFileSync } from "node:child_process";
import { renameSync, symlinkSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { extract } from "tar-stream";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { packTree } from "./pack-tree.ts";

let directory = "";
let tree = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "moat-pack-"));
  tree = join(directory, "tree");
  await mkdir(tree);
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
});

/** What is in the archive: a file's content, a link's target, nothing of a directory. */
async function packed(onSkipped: (message: string) => void = () => {}): Promise<Readonly<Record<string, string>>> {
  const bytes = await buffer(
    packTree({ path: tree, name: "./t" }, { uid: 7, gid: 8, onSkipped }, { files: 0, bytes: 0 }),
  );
  const found: Record<string, string> = {};
  for await (const entry of Readable.from([bytes]).pipe(extract())) {
    const content = await text(entry);
    found[entry.header.name] = entry.header.linkname ?? content;
  }
  return found;
}

describe("packTree", () => {
  it("packs files, directories and links, and says what it leaves out", async () => {
    await mkdir(join(tree, "d"));
    await writeFile(join(tree, "d", "f"), "x");
    await writeFile(join(tree, "empty"), "");
    await symlink("/etc/passwd", join(tree, "link"));
    execFileSync("/usr/bin/env", ["mkfifo", join(tree, "pipe")]);
    const skipped: string[] = [];
    expect(await packed((message) => skipped.push(message))).toEqual({
      "./t": "",
      "./t/d": "",
      "./t/d/f": "x",
      "./t/empty": "",
      "./t/link": "/etc/passwd",
    });
    expect(skipped).toEqual([`left out ${join(tree, "pipe")}: it is no file, directory or link`]);
  });

  it("reads what it has begun to read, though somebody puts a link in its place", async () => {
    const secret = join(directory, "secret");
    const names = Array.from({ length: 60 }, (_, at) => `f${at}`);
    await mkdir(secret);
    await mkdir(join(tree, "d", "e"), { recursive: true });
    for (const [at, name] of names.entries()) {
      await writeFile(join(secret, name), "secret");
      // Pipes first and last, for the order in which a directory is read is its own: at a pipe we are in the middle.
      if (at < 3 || at > 56) execFileSync("/usr/bin/env", ["mkfifo", join(tree, "d", name)]);
      else await writeFile(join(tree, "d", name), "public");
    }
    let swaps = 0;
    const found = await packed(() => {
      swaps += 1;
      if (swaps > 1) return;
      renameSync(join(tree, "d"), join(directory, "gone"));
      symlinkSync(secret, join(tree, "d"));
    });
    expect(swaps).toBe(6);
    expect(new Set(Object.values(found))).toEqual(new Set(["", "public"]));
  });

  it("says of what it cannot open which that is", async () => {
    await rm(tree, { recursive: true });
    await expect(packed()).rejects.toMatchObject({
      code: "COPY_FAILED",
      message: `Could not copy ${tree}: there is no such file or directory.`,
    });
  });
});
