import { usageFailure } from "../failure.ts";
import { COMMAND_TABLES, type CommandTable, type OptionKind } from "./option-tables.ts";

/** A command line that was understood. */
export class ParsedArguments {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(positionals: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals;
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Every value of a repeatable option. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The last value of an option. */
  last(name: string): string | undefined {
    return this.all(name).at(-1);
  }
}

/** Reads the words after a subcommand as strictly as the real parser: what it does not know ends with status 64. */
export function parseArguments(command: string, words: readonly string[], unknown: readonly string[]): ParsedArguments {
  const table: CommandTable = COMMAND_TABLES[command] ?? { options: {}, positionals: [0, 0], passthrough: false };
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  const set = (name: string, value: string) => values.set(name, [...(values.get(name) ?? []), value]);
  const queue = [...words];
  const take = (word: string, kind: OptionKind, joined: string | undefined) => {
    if (kind === "flag") {
      if (joined !== undefined) throw usageFailure(`Error: The option '${word}' does not take a value`, command);
      return "";
    }
    const value = joined ?? queue.shift();
    if (value === undefined || (joined === undefined && value.startsWith("-")))
      throw usageFailure(`Error: Missing value for '${word} <value>'`, command);
    if (kind === "integer" && !/^\d+$/.test(value))
      throw usageFailure(`Error: The value '${value}' is invalid for '${word} <value>'`, command);
    return value;
  };
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (table.passthrough && positionals.length > 0) {
      positionals.push(word, ...queue);
      break;
    }
    if (word === "--") {
      positionals.push(...queue);
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      positionals.push(word);
      continue;
    }
    for (const [spelling, joined] of spellingsOf(word, table)) {
      const option = table.options[spelling];
      if (option === undefined || unknown.includes(spelling))
        throw usageFailure(`Error: Unknown option '${spelling}'`, command);
      set(option.name, take(spelling, option.kind, joined));
    }
  }
  const [fewest, most] = table.positionals;
  if (positionals.length < fewest) throw usageFailure("Error: Missing expected argument", command);
  if (positionals.length > most) throw usageFailure(`Error: Unexpected argument '${positionals[most]}'`, command);
  return new ParsedArguments(positionals, values);
}

/** Splits `--option=value`, and bundles of short flags such as `-it`. */
function spellingsOf(word: string, table: CommandTable): readonly (readonly [string, string | undefined])[] {
  if (word.startsWith("--")) {
    const at = word.indexOf("=");
    return [at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]];
  }
  if (word.length === 2 || !Array.from(word.slice(1)).every((letter) => table.options[`-${letter}`]?.kind === "flag"))
    return [[word.slice(0, 2), word.length > 2 ? word.slice(2).replace(/^=/, "") : undefined]];
  return Array.from(word.slice(1), (letter) => [`-${letter}`, undefined] as const);
}
