/** A command as the parser library describes it, as far as completion needs it. */
export interface CommandDescription {
  readonly id: string;
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

/** Makes the table of what a shell completes from the parser library's own table of commands. Pure. */
export function completionTable(commands: readonly CommandDescription[]): readonly CompletedCommand[] {
  return joinTopics(commands)
    .filter(({ hidden }) => hidden !== true)
    .map((command) => ({
      name: command.id,
      summary: command.summary ?? "",
      flags: [
        ...Object.entries(command.flags).map(([name, { char = "", type, summary, description }]) => ({
          name,
          char,
          takesValue: type === "option",
          description: summary ?? description ?? "",
        })),
        { name: "help", char: "", takesValue: false, description: "Print help." },
      ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      arguments: argumentsOf(command),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Commands of two words (`config:show`) are one whose argument is the second word, with the flags of all of them. */
function joinTopics(commands: readonly CommandDescription[]): readonly CommandDescription[] {
  const single = commands.filter(({ id }) => !id.includes(":"));
  const topics = Map.groupBy(
    commands.filter(({ id }) => id.includes(":")),
    ({ id }) => id.slice(0, id.indexOf(":")),
  );
  const joined = [...topics].map(([id, members]): CommandDescription => {
    const options = members.map((member) => member.id.slice(id.length + 1));
    return {
      id,
      aliases: [],
      summary: `One of ${options.join(", ")}.`,
      args: { command: { options } },
      flags: Object.assign({}, ...members.map(({ flags }) => flags)),
    };
  });
  return [...single, ...joined];
}

function argumentsOf({ id, aliases, args }: CommandDescription): CompletedCommand["arguments"] {
  const options = Object.values(args).flatMap((arg) => arg.options ?? []);
  if (options.length > 0) return options;
  if (!Object.hasOwn(args, "run")) return "files";
  return [id, ...aliases].some((name) => LIVE_ONLY.has(name)) ? "live-runs" : "all-runs";
}
