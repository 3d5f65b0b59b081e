/** A command as it describes itself, as far as completion needs it. */
export interface CommandDescription {
  readonly aliases: readonly string[];
  readonly hidden?: boolean | undefined;
  readonly summary?: string | undefined;
  readonly args: Readonly<Record<string, { readonly options?: readonly string[] | undefined }>>;
  readonly flags: Readonly<
    Record<
      string,
      {
        readonly char?: string | undefined;
        readonly type: string;
        readonly summary?: string | undefined;
        readonly description?: string | undefined;
      }
    >
  >;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly {
    readonly name: string;
    /** One letter; empty for none. */
    readonly char: string;
    readonly takesValue: boolean;
    readonly description: string;
  }[];
  /** What its arguments are: names of runs (live ones only, or all), fixed words, or anything the shell offers. */
  readonly arguments: "live-runs" | "all-runs" | "files" | readonly string[];
}

/** Commands that do something to a run that has not ended; the others work on ended ones, too. */
const LIVE_ONLY = new Set(["attach", "cp", "exec", "kill", "stop", "wait"]);

interface NamedCommand extends CommandDescription {
  readonly id: string;
}

/** Makes the table of what a shell completes from the table of commands, by the words that call them. Pure. */
export function completionTable(commands: Readonly<Record<string, CommandDescription>>): readonly CompletedCommand[] {
  const shown = Object.entries(commands).flatMap(([id, { aliases, hidden, summary, args, flags }]) =>
    hidden === true ? [] : [{ id, aliases, summary, args, flags }],
  );
  const byWord = Map.groupBy(shown, ({ id }) => id.split(":")[0] ?? id);
  return [...byWord]
    .map(([name, group]) => ({
      name,
      summary: group.map(({ summary = "" }) => summary).join(" "),
      flags: flagsOf(group),
      arguments:
        group.flatMap(secondWord).length > 0 ? group.flatMap(secondWord) : (group.map(argumentsOf)[0] ?? "files"),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Of a command of two words the second: all commands with one first word are completed as one. */
function secondWord({ id }: NamedCommand): readonly string[] {
  return id.split(":").slice(1);
}

function flagsOf(group: readonly CommandDescription[]): CompletedCommand["flags"] {
  const help = { name: "help", char: "", takesValue: false, description: "Print help." };
  const all = group.flatMap(({ flags }) =>
    Object.entries(flags).map(([name, { char = "", type, summary, description }]) => ({
      name,
      char,
      takesValue: type === "option",
      description: summary ?? description ?? "",
    })),
  );
  const byName = new Map([help, ...all].map((flag) => [flag.name, flag]));
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function argumentsOf({ id, aliases, args }: NamedCommand): CompletedCommand["arguments"] {
  const options = Object.values(args).flatMap((arg) => arg.options ?? []);
  if (options.length > 0) return options;
  if (!Object.hasOwn(args, "run")) return "files";
  return [id, ...aliases].some((name) => LIVE_ONLY.has(name)) ? "live-runs" : "all-runs";
}
