import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dockerWords } from "./docker-words.ts";
import { type Words, output } from "./programs.ts";

const MOAT = fileURLToPath(new URL("../../../packages/cli/bin/run.js", import.meta.url));

/** A user with a workspace, an installation of moat, and an engine that has the image. */
export interface Scene extends AsyncDisposable {
  readonly directory: string;
  readonly workspace: string;
  /** A command line of moat, in the workspace. */
  readonly moat: (...args: readonly string[]) => Words;
  /** Docker's own command line for a container like the one that moat makes. */
  readonly docker: (runtime: "runsc" | "runc", options: readonly string[], command: readonly string[]) => Words;
}

function moat(...args: readonly string[]): Words {
  return [process.execPath, MOAT, ...args];
}

/** Makes one, and looks at what moat makes so that Docker can be told to make the same. */
export async function openScene(): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), "moat-bench-"));
  const workspace = join(directory, "workspace");
  await mkdir(workspace);
  process.env["MOAT_HOME"] = join(directory, "home");
  const like: Record<string, Awaited<ReturnType<typeof dockerWords>>> = {};
  for (const [runtime, flags] of [
    ["runsc", []],
    ["runc", ["--no-sandbox"]],
  ] as const) {
    await output(moat("run", workspace, "--keep", "-n", `like-${runtime}`, ...flags, "--", "true"));
    const [run] = JSON.parse(await output(moat("inspect", "--json", `like-${runtime}`)));
    like[runtime] = await dockerWords(String(run.containerId));
  }
  return {
    directory,
    workspace,
    moat,
    docker: (runtime, options, command) => {
      const made = like[runtime];
      if (made === undefined) throw new Error(`no container to be like: ${runtime}`);
      return ["docker", "run", ...options, ...made.options, made.image, ...command];
    },
    async [Symbol.asyncDispose]() {
      await output(moat("clean", "--force"));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
