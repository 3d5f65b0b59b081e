import { buffer } from "node:stream/consumers";
import type { FileSpec } from "@moat/core";

/** Packs files as a tar archive that unpacks at `/`. */
export async function filesToTar(files: readonly FileSpec[]): Promise<Buffer> {
  // Loaded by the few runs that put files in or get some out.
  const { pack } = await import("tar-stream");
  const archive = pack();
  for (const { path, kind, content, mode, uid, gid } of files) {
    archive.entry(
      { name: path.replace(/^\/+/, ""), type: kind, mode, uid, gid, mtime: new Date(0) },
      kind === "file" ? content : "",
    );
  }
  archive.finalize();
  return await buffer(archive);
}

/** Reads the first plain file of a tar archive as text; empty when there is none. */
export async function firstFileOfTar(archive: AsyncIterable<Buffer>): Promise<string> {
  const { extract } = await import("tar-stream");
  const reader = extract();
  const feeding = (async () => {
    try {
      for await (const chunk of archive) reader.write(chunk);
      reader.end(undefined);
    } catch (error) {
      // Whoever reads the entries learns it.
      reader.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  let content = "";
  for await (const entry of reader) {
    const bytes = await buffer(entry);
    if (entry.header.type === "file" && content === "") content = bytes.toString("utf8");
  }
  await feeding;
  return content;
}
