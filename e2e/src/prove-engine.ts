import { execFile } from "node:child_process";
import { mkdtemp, mkdir, readdir, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { bareHost, engineHost, labelled } from "./driver/engine.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A MOAT_HOME whose cache has the proof that the engine's gVisor is real. */
    readonly provedHome: string;
  }
}

const run = promisify(execFile);

/**
 * Lets moat fetch the image and prove the engine's gVisor once, for the tests that are about something else. When the
 * suite is over: "8. no container, network, volume or process carries our label".
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engines = [engineHost(), bareHost()];
  const cli = project.getProvidedContext().installedCli;
  const directory = await mkdtemp(join(tmpdir(), "moat-proved-"));
  const home = join(directory, "home");
  const workspace = join(directory, "workspace");
  await mkdir(workspace);
  try {
    await run(join(cli, "bin", "moat"), ["run", "--", "true"], {
      cwd: workspace,
      env: { ...process.env, MOAT_HOME: home },
    });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  project.provide("provedHome", home);
  return async () => {
    await rm(directory, { recursive: true, force: true });
    const left = [
      ...(await Promise.all(engines.map((host) => labelled("dev.moat.installation", host)))).flat(),
      ...(await processesOf(cli)),
    ];
    if (left.length > 0) throw new Error(`the suite left: ${left.join(", ")} (engines: ${engines.join(", ")})`);
  };
}

/** The processes that run the Node.js of the installed CLI. */
async function processesOf(cli: string): Promise<readonly string[]> {
  const left: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const program = await readlink(`/proc/${pid}/exe`).catch(() => "");
    if (program.startsWith(cli)) left.push(`process ${pid}`);
  }
  return left;
}
