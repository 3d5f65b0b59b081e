import { nearestWord } from "@moat/config";
import { MoatError } from "@moat/core";
import { commandName, findCommand, isTopic } from "./find-command.ts";

/**
 * Writes the ways in which people ask for help and for the version as the one that the parser knows, joins the words of a
 * command that has two, and refuses what the parser would misread. Throws `USAGE`. Pure.
 */
export function normalizeArgv(argv: readonly string[], commands: readonly string[]): readonly string[] {
  const [first = "--help", ...rest] = argv;
  if (first === "--version") return ["version", ...rest];
  if (first === "help") return rest.length === 0 ? ["--help"] : normalizeArgv([...rest, "--help"], commands);
  if (first === "--help") return argv;
  const found = findCommand(argv, commands);
  if (found !== undefined) return [found.id, ...found.rest];
  const topic = isTopic(first, commands);
  if (topic && (rest.length === 0 || rest[0] === "--help")) return [first, "--help"];
  const flag = topic ? rest[0] : first;
  if (flag?.startsWith("-") === true) {
    throw new MoatError("USAGE", `The flag ${flag} comes before the command.`, {
      hint: "Flags go after the command, as in: moat run --verbose -- COMMAND",
    });
  }
  const typed = topic ? `${first} ${rest[0] ?? ""}` : first;
  throw new MoatError("USAGE", `There is no command "${typed}".`, { hint: suggestion(typed, commands) });
}

function suggestion(typed: string, commands: readonly string[]): string {
  const topic = typed.includes(" ") ? typed.slice(0, typed.indexOf(" ") + 1) : "";
  const names = commands.map(commandName).filter((name) => name.startsWith(topic));
  const similar = nearestWord(typed, names);
  const help = topic === "" ? "See moat --help" : `See moat ${topic}--help`;
  return similar === undefined ? help : `Did you mean moat ${similar}? ${help}`;
}
