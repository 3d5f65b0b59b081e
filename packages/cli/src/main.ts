import { MoatError } from "@moat/core";
import { commandName, findCommand } from "./command-line/find-command.ts";
import { normalizeArgv } from "./command-line/normalize-argv.ts";
import { refuseUnreadableWords } from "./command-line/refuse-unreadable-words.ts";
import { splitArgv } from "./command-line/split-argv.ts";
import { LOADERS } from "./loaders.ts";
import { errorJson, errorText, toMoatError } from "./present/present-error.ts";
import { type OutputWatch, watchOutput } from "./terminal/watch-output.ts";

/**
 * Runs a command line and returns the exit code, once all that was printed is written. Nothing is thrown, and nobody sees a
 * stack unless they ask for one.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const output = watchOutput("stdout");
  const messages = watchOutput("stderr");
  const code = await answer(argv, output);
  // A reader of stderr that cannot be told anything cannot be told of that either.
  await Promise.all([output.settle(), messages.settle()]);
  return code;
}

async function answer(argv: readonly string[], output: OutputWatch): Promise<number> {
  const { own } = splitArgv(argv);
  const commandId =
    findCommand(
      own.filter((word) => !word.startsWith("-")),
      Object.keys(LOADERS),
    )?.id ?? "";
  try {
    refuseUnreadableWords(argv);
    const code = await dispatch(normalizeArgv(argv, Object.keys(LOADERS)));
    const failure = await output.settle();
    if (failure === undefined) return code;
    throw new MoatError("OUTPUT_FAILED", `Could not write to standard output: ${failure.message}.`, { cause: failure });
  } catch (thrown) {
    const error = toMoatError(thrown, commandName(commandId), await flagsOf(commandId));
    if (own.includes("--json")) process.stdout.write(`${JSON.stringify(errorJson(error), undefined, 2)}\n`);
    else process.stderr.write(errorText(error));
    if (own.includes("--verbose") || own.includes("-v")) process.stderr.write(`${stackOf(error)}\n`);
    return exitCodeFor(commandId, error.code);
  }
}

/** Runs a command without the parser library's own machinery, which only help needs. */
async function dispatch(argv: readonly string[]): Promise<number> {
  const [id = "", ...words] = argv;
  const load = LOADERS[id];
  if (load === undefined || splitArgv(words).own.includes("--help")) {
    const { printHelp } = await import("./print-help.ts");
    await printHelp(argv);
    return 0;
  }
  await (await load()).run(words);
  return Number(process.exitCode ?? 0);
}

/** The names of a command's flags; none of what is no command. */
async function flagsOf(commandId: string): Promise<readonly string[]> {
  const command = await LOADERS[commandId]?.();
  return Object.keys(command?.flags ?? {});
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
