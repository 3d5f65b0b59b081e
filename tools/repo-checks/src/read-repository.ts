import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { libraryFolders } from "./api/public-folders.ts";
import { readApi } from "./api/read-api.ts";
import type { ErrorCodeRow, Repository } from "./check.ts";
import { readCommands } from "./read-commands.ts";

/** What tools make, and what is not ours. */
const IGNORED = new Set(["node_modules", "dist", ".git", ".turbo", "coverage"]);

const NOT_OURS = new Set(["pnpm-lock.yaml"]);

/** Reads all that the checks look at. The CLI's commands are loaded, so the packages have to be built. */
export async function readRepository(root: string): Promise<Repository> {
  const [files, errorCodes, commands] = await Promise.all([readFiles(root), readErrorCodes(root), readCommands(root)]);
  const apis = await Promise.all(libraryFolders({ files }).map((folder) => readApi(root, folder)));
  return { root, files, errorCodes, commands, apis };
}

/** Reads the table of error codes from its source: no build is needed. */
export async function readErrorCodes(root: string): Promise<Readonly<Record<string, ErrorCodeRow>>> {
  const module: { readonly ERROR_CODES: Readonly<Record<string, ErrorCodeRow>> } = await import(
    urlOf(root, "packages/core/src/errors/error-codes.ts")
  );
  return module.ERROR_CODES;
}

function urlOf(root: string, path: string): string {
  return pathToFileURL(join(root, path)).href;
}

async function readFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const path of await walk(root, "")) {
    const bytes = await readFile(join(root, path));
    if (!bytes.includes(0)) files.set(path, bytes.toString("utf8"));
  }
  return files;
}

async function walk(root: string, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    if (IGNORED.has(entry.name) || NOT_OURS.has(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await walk(root, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found.toSorted();
}
