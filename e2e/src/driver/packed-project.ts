import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inject } from "vitest";
import { pack } from "../install-packed-cli.ts";

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** What the examples need beside our packages; versions of the workspace's own catalog. */
const TOOLS = ["@types/node", "vitest"] as const;

/** What a program has said. */
export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program; one that fails is an error with all that it said. */
export async function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<ProgramOutput> {
  try {
    return await execute(program, [...args], { cwd, env: { ...process.env, ...env }, maxBuffer: 16 * 1024 ** 2 });
  } catch (error) {
    if (!(error instanceof Error) || !("stdout" in error) || !("stderr" in error)) throw error;
    throw new Error(`${program} ${args.join(" ")}:\n${String(error.stdout)}${String(error.stderr)}`, { cause: error });
  }
}

/** An empty project of somebody else's, into which the packed packages are installed. */
export class PackedProject implements AsyncDisposable {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Makes one, and installs all packages by a package manager, offline as far as that can. */
  static async install(manager: "npm" | "pnpm"): Promise<PackedProject> {
    const project = new PackedProject(await mkdtemp(join(tmpdir(), `moat-${manager}-`)));
    const packages = Object.fromEntries((await tarballs()).map(({ name, path }) => [name, `file:${path}`]));
    const tools = Object.fromEntries(await Promise.all(TOOLS.map(async (name) => [name, await versionOf(name)])));
    await project.write("package.json", JSON.stringify({ type: "module", dependencies: { ...packages, ...tools } }));
    await project.write("tsconfig.json", JSON.stringify(TSCONFIG));
    if (manager === "pnpm") {
      await project.write("pnpm-workspace.yaml", JSON.stringify({ packages: ["."], overrides: packages }));
      await project.run("pnpm", ["install", "--ignore-scripts", "--prefer-offline"]);
    } else {
      await project.run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]);
    }
    return project;
  }

  async write(name: string, text: string): Promise<void> {
    const path = join(this.directory, name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, text);
  }

  /** Runs a program in the project. */
  run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ProgramOutput> {
    return runProgram(program, args, this.directory, env);
  }

  /** Checks the types of everything in the project, declarations of the packages included. */
  async checkTypes(): Promise<void> {
    await this.run(join(ROOT, "node_modules", ".bin", "tsc"), ["--project", "."]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Strict as can be, and with the declarations of packages looked into: what they import has to be there. */
const TSCONFIG = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024", "esnext.disposable"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    allowImportingTsExtensions: true,
  },
  include: ["examples"],
};

/** A package as it would be published. */
export interface Tarball {
  readonly name: string;
  readonly path: string;
}

/** The packed packages: those that the CLI is installed from, and the test kit. */
export async function tarballs(): Promise<readonly Tarball[]> {
  const directory = join(inject("installedCli"), "tarballs");
  const folders = await readdir(join(ROOT, "packages"));
  const packed = await readdir(directory);
  for (const folder of folders)
    if (!packed.some((file) => file.startsWith(`moat-${folder}-`)))
      await pack(join(ROOT, "packages", folder), directory);
  const files = await readdir(directory);
  return folders.map((folder) => {
    const file = files.find((name) => new RegExp(`^moat-${folder}-\\d`).test(name));
    if (file === undefined) throw new Error(`packages/${folder} was not packed`);
    return { name: `@moat/${folder}`, path: join(directory, file) };
  });
}

/** The first example of a package's README; undefined where it has none. */
export async function readmeExample(name: string): Promise<string | undefined> {
  const readme = await readFile(join(ROOT, "packages", name.replace("@moat/", ""), "README.md"), "utf8");
  return /^```ts\n(.*?)^```$/ms.exec(readme)?.[1];
}

async function versionOf(name: string): Promise<string> {
  const manifest: { readonly version: string } = JSON.parse(
    await readFile(join(ROOT, "node_modules", name, "package.json"), "utf8"),
  );
  return manifest.version;
}
