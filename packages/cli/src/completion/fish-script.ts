import type { CompletedCommand } from "./completion-table.ts";

/** Writes the completion script for fish. Pure. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c moat -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...flagLines(command),
    ...argumentLines(command),
  ]);
  return `# Completion of moat for fish: moat autocomplete fish | source
complete -c moat -f
${lines.join("\n")}
`;
}

function flagLines({ name, flags }: CompletedCommand): readonly string[] {
  return flags.map((flag) => {
    const char = flag.char === "" ? "" : ` -s ${flag.char}`;
    const value = flag.takesValue ? " -r -F" : "";
    return `complete -c moat ${when(name)} -l ${flag.name}${char}${value} -d ${quoted(flag.description)}`;
  });
}

function argumentLines({ name, arguments: args }: CompletedCommand): readonly string[] {
  if (typeof args !== "string") return [`complete -c moat ${when(name)} -a ${quoted(args.join(" "))}`];
  if (args === "files") return [`complete -c moat ${when(name)} -F`];
  const all = args === "all-runs" ? " --all" : "";
  return [`complete -c moat ${when(name)} -a ${quoted(`(moat complete${all} 2>/dev/null)`)}`];
}

function when(command: string): string {
  return `-n ${quoted(`__fish_seen_subcommand_from ${command}`)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
