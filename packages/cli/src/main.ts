import { MoatError } from "@moat/core";
import { Errors, run } from "@oclif/core";
import { commandName, findCommand } from "./command-line/find-command.ts";
import { normalizeArgv } from "./command-line/normalize-argv.ts";
import { refuseUnreadableWords } from "./command-line/refuse-unreadable-words.ts";
import { splitArgv } from "./command-line/split-argv.ts";
import { COMMANDS } from "./commands.ts";
import { errorJson, errorText, toMoatError } from "./present/present-error.ts";
import { watchOutput } from "./terminal/watch-output.ts";

/** Runs a command line and returns the exit code. Nothing is thrown, and nobody sees a stack unless they ask for one. */
export async function main(argv: readonly string[]): Promise<number> {
  const { own } = splitArgv(argv);
  const commandId =
    findCommand(
      own.filter((word) => !word.startsWith("-")),
      Object.keys(COMMANDS),
    )?.id ?? "";
  const output = watchOutput();
  try {
    refuseUnreadableWords(argv);
    const code = await dispatch(normalizeArgv(argv, Object.keys(COMMANDS)));
    const failure = await output.settle();
    if (failure === undefined) return code;
    throw new MoatError("OUTPUT_FAILED", `Could not write to standard output: ${failure.message}.`, { cause: failure });
  } catch (thrown) {
    const error = toMoatError(thrown, commandName(commandId));
    if (own.includes("--json")) process.stdout.write(`${JSON.stringify(errorJson(error), undefined, 2)}\n`);
    else process.stderr.write(errorText(error));
    if (own.includes("--verbose") || own.includes("-v")) process.stderr.write(`${stackOf(error)}\n`);
    return exitCodeFor(commandId, error.code);
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  try {
    await run([...argv], import.meta.url);
  } catch (thrown) {
    if (!(thrown instanceof Errors.ExitError)) throw thrown;
    return thrown.oclif.exit ?? 1;
  }
  return Number(process.exitCode ?? 0);
}

/** Their exit codes are those of the commands that they run, as docker has it. */
const RUNS_COMMANDS = new Set(["attach", "compat", "exec", "run"]);

function exitCodeFor(commandId: string, code: string): number {
  if (RUNS_COMMANDS.has(commandId)) return 125;
  return code === "USAGE" ? 2 : 1;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
