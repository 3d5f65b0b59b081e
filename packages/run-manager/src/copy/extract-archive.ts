import { createWriteStream } from "node:fs";
import { chmod, lchown, link, lutimes, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Header, extract } from "tar-stream";
import { copyUnsafe } from "./copy-failure.ts";
import { type SafeEntry, printable, safeEntry } from "./safe-entry.ts";

/** What was taken out of an archive. */
export interface Extracted {
  readonly files: number;
  readonly bytes: number;
}

/** Whose the files become; undefined leaves them to who writes them. */
export type Owner = { readonly uid: number; readonly gid: number } | undefined;

/** What is known of the copy so far: only through real directories that it has made itself is anything written. */
type Made = Map<string, SafeEntry["kind"]>;

/**
 * Takes an archive that nobody vouches for apart, below a directory that nobody else can write; what was asked for
 * becomes `directory/copy`. Throws `COPY_UNSAFE` at the first entry that is not harmless.
 */
export async function extractArchive(
  archive: AsyncIterable<Uint8Array>,
  root: string,
  directory: string,
  owner: Owner,
): Promise<Extracted> {
  const reader = extract();
  const feeding = pipeline(Readable.from(archive, { objectMode: false }), reader);
  feeding.catch(() => {}); // Whoever reads the entries learns it.
  const made: Made = new Map();
  const directories: { readonly at: string; readonly entry: SafeEntry }[] = [];
  let files = 0;
  let bytes = 0;
  try {
    for await (const entry of reader) {
      const safe = safeEntry(entry.header, root);
      const at = join(directory, "copy", ...safe.path);
      const isNew = claim(made, safe, entry.header);
      if (safe.kind === "directory") {
        if (isNew) await mkdir(at, { mode: 0o700 });
        directories.push({ at, entry: safe });
      } else if (safe.kind === "symlink") await symlink(safe.target, at);
      else if (safe.kind === "link") await link(join(directory, "copy", ...safe.linked), at);
      else {
        await pipeline(entry, createWriteStream(at, { flags: "wx", mode: 0o600 }));
        bytes += entry.header.size;
      }
      if (safe.kind === "file") await chmod(at, safe.mode);
      if (safe.kind === "file" || safe.kind === "symlink") await settle(at, safe, owner);
      if (safe.kind !== "directory") files += 1;
      entry.resume();
    }
    await feeding;
  } finally {
    reader.destroy();
  }
  // The inner ones first, for what is written into a directory changes its time.
  for (const { at, entry } of directories.toReversed()) {
    // Whoever copies must be able to go on with the copy, and to remove it.
    await chmod(at, entry.mode | 0o700);
    await settle(at, entry, owner);
  }
  return { files, bytes };
}

async function settle(at: string, { mtime }: SafeEntry, owner: Owner): Promise<void> {
  if (owner !== undefined) await lchown(at, owner.uid, owner.gid);
  await lutimes(at, mtime, mtime);
}

/** Notes an entry; false for a directory that is there already. Throws when it would go through or over something else. */
function claim(made: Made, { path, kind, linked }: SafeEntry, { name }: Header): boolean {
  for (let depth = 0; depth < path.length; depth += 1) {
    if (made.get(path.slice(0, depth).join("/")) !== "directory")
      throw copyUnsafe(printable(name), "it lies below something that is no directory");
  }
  if (kind === "link" && made.get(linked.join("/")) !== "file")
    throw copyUnsafe(printable(name), "it is a link to something that is no file of the copy");
  const key = path.join("/");
  const before = made.get(key);
  if (before !== undefined && !(before === "directory" && kind === "directory"))
    throw copyUnsafe(printable(name), "it is in the archive twice");
  made.set(key, kind);
  return before === undefined;
}
