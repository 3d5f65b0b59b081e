import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type CallOptions, containerSpec } from "@moat/core";
import { extract } from "tar-stream";
import type { AppleContext } from "./apple-context.ts";
import { createContainer } from "./create-container.ts";
import { removeContainer } from "./remove-container.ts";
import { throwIfCanceled } from "./throw-if-canceled.ts";

/**
 * Reads a text file of an image: from the root file system of a container that is made and never started, for the program
 * reads files of running containers only. The empty string when there is no such file.
 */
export async function readImageFile(
  context: AppleContext,
  reference: string,
  path: string,
  options: CallOptions,
): Promise<string> {
  const { apple, stateDir, labels } = context;
  const operation = `read ${path} of the image ${reference}`;
  throwIfCanceled(options, operation);
  const name = `moat-read-${randomBytes(6).toString("hex")}`;
  const spec = containerSpec({ name, image: reference, command: ["true"], labels, network: "none" });
  const { id } = await createContainer(context, spec, options);
  const archive = join(stateDir, `${name}.tar`);
  try {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    const timeoutMs = apple.deadlines.exportMs;
    await apple.run(["export", `--output=${archive}`, id], { operation, timeoutMs, signal: options.signal });
    return await fileOfTar(archive, path);
  } finally {
    await rm(archive, { force: true });
    await removeContainer(context, id, {});
  }
}

/** Entries are named with and without a slash, or a dot, before them. */
function plainName(name: string): string {
  return name.replace(/^\.?\/+/, "");
}

async function fileOfTar(archive: string, path: string): Promise<string> {
  const entries = createReadStream(archive).pipe(extract());
  for await (const entry of entries) {
    if (plainName(entry.header.name) === plainName(path) && entry.header.type === "file") {
      return await text(entry);
    }
    entry.resume();
  }
  return "";
}
