import { MoatError } from "@moat/core";

/**
 * Writes the ways in which people ask for help and for the version as the one that the parser knows, and refuses what
 * it would misread. Throws `USAGE`. Pure.
 */
export function normalizeArgv(argv: readonly string[], commands: readonly string[]): readonly string[] {
  const [first = "--help", ...rest] = argv;
  if (first === "--version") return ["version", ...rest];
  if (first === "help") return rest.length === 0 ? ["--help"] : [...rest, "--help"];
  if (first === "--help" || commands.includes(first)) return argv;
  if (first.startsWith("-")) {
    throw new MoatError("USAGE", `The flag ${first} comes before the command.`, {
      hint: "Flags go after the command, as in: moat run --verbose -- COMMAND",
    });
  }
  throw new MoatError("USAGE", `There is no command "${first}".`, { hint: suggestion(first, commands) });
}

function suggestion(word: string, commands: readonly string[]): string {
  const similar = commands.find((command) => sharedStart(command, word) >= Math.min(3, command.length));
  return similar === undefined ? "See moat --help" : `Did you mean moat ${similar}? See moat --help`;
}

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
