import { execFile } from "node:child_process";
import {
  chmod,
  constants,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The directory that has the installed `moat`, and the Node.js that runs it, in its `bin`. */
    readonly installedCli: string;
  }
}

const run = promisify(execFile);
const PACKAGES = fileURLToPath(new URL("../../packages", import.meta.url));

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Packs the CLI and what it needs of this repository, and installs the tarballs as a user would, for the whole suite. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "moat-cli-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    await install(directory);
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide("installedCli", directory);
  return remove;
}

async function install(directory: string): Promise<void> {
  const tarballs = join(directory, "tarballs");
  const app = join(directory, "app");
  const bin = join(directory, "bin");
  for (const path of [tarballs, app, bin]) await mkdir(path, { recursive: true });
  await Promise.all((await foldersOf("@moat/cli")).map((folder) => pack(folder, tarballs)));
  await writeFile(join(app, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
  const files = (await readdir(tarballs)).map((file) => join(tarballs, file));
  // All at once, so that the packages find each other among the tarballs and not on the registry.
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", ...files], {
    cwd: app,
  });
  await buildWithFailpoints(join(app, "failpoint-build"));
  await placeNode(join(bin, "node"));
  await symlink(join(app, "node_modules", ".bin", "moat"), join(bin, "moat"));
  // Tests run it as other users, too, whatever the umask of this one is.
  await run("chmod", ["-R", "a+rX", directory]);
  await chmod(directory, 0o755);
}

/** The folders of a package and of all of this repository that it depends on. */
async function foldersOf(name: string): Promise<readonly string[]> {
  const manifests = new Map<string, { readonly folder: string; readonly manifest: Manifest }>();
  for (const entry of await readdir(PACKAGES)) {
    const folder = join(PACKAGES, entry);
    const manifest: Manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    manifests.set(manifest.name, { folder, manifest });
  }
  const wanted = new Set([name]);
  const folders: string[] = [];
  for (const next of wanted) {
    const found = manifests.get(next);
    if (found === undefined) continue;
    folders.push(found.folder);
    for (const dependency of Object.keys(found.manifest.dependencies ?? {})) wanted.add(dependency);
  }
  return folders;
}

/** Packs a built package. */
export async function pack(folder: string, destination: string): Promise<void> {
  try {
    await stat(join(folder, "dist"));
  } catch (cause) {
    throw new Error(`${folder} is not built: run pnpm build before the end-to-end tests`, { cause });
  }
  await run("pnpm", ["pack", "--pack-destination", destination], { cwd: folder, maxBuffer: 16 * 1024 * 1024 });
}

/** A second build of the CLI, beside the packages that it needs; only `driver/failpoint.ts` has it run. */
async function buildWithFailpoints(directory: string): Promise<void> {
  const plugin = fileURLToPath(new URL("driver/failpoint-plugin.ts", import.meta.url));
  await run(process.execPath, [join(PACKAGES, "cli", "bundle.ts"), directory, plugin]);
}

/** Node.js may be in a home that only its owner can enter; the tests need one that every user can run. */
async function placeNode(target: string): Promise<void> {
  try {
    await link(process.execPath, target);
  } catch {
    await copyFile(process.execPath, target, constants.COPYFILE_FICLONE);
  }
  await chmod(target, 0o755);
}
