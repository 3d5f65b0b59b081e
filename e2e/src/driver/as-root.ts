import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a program as root, through sudo where the tests are not root themselves, and returns what it printed. */
export async function asRoot(program: string, ...args: readonly string[]): Promise<string> {
  const isRoot = process.geteuid?.() === 0;
  const { stdout } = isRoot ? await run(program, args) : await run("sudo", ["-n", program, ...args]);
  return stdout;
}
