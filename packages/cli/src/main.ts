import { Errors, run } from "@oclif/core";
import { splitArgv } from "./command-line/split-argv.ts";
import { errorJson, errorText, toMoatError } from "./present/present-error.ts";

/** Runs a command line and returns the exit code. Nothing is thrown, and nobody sees a stack unless they ask for one. */
export async function main(argv: readonly string[]): Promise<number> {
  const { own } = splitArgv(argv);
  const commandId = own.find((word) => !word.startsWith("-")) ?? "";
  try {
    await run([...argv], import.meta.url);
    return Number(process.exitCode ?? 0);
  } catch (thrown) {
    if (thrown instanceof Errors.ExitError) return thrown.oclif.exit ?? 1;
    const error = toMoatError(thrown, commandId);
    if (own.includes("--json")) process.stdout.write(`${JSON.stringify(errorJson(error), undefined, 2)}\n`);
    else process.stderr.write(errorText(error));
    if (own.includes("--verbose") || own.includes("-v")) process.stderr.write(`${stackOf(error)}\n`);
    return exitCodeFor(commandId, error.code);
  }
}

/** `run` keeps 1 to 124 for its command, as docker does. */
function exitCodeFor(commandId: string, code: string): number {
  if (commandId === "run") return 125;
  return code === "USAGE" ? 2 : 1;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
